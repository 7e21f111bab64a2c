/**
 * The file {@code posestream.yaml}: read into records, judged as a whole, printed without its secrets.
 *
 * <p>A key of the file is the name of a record's component, {@code maxPeople} written {@code max-people}; sections are
 * records in records. {@link org.posestream.server.config.Between} and
 * {@link org.posestream.server.config.Matching} narrow what a component takes. Defaults are an instance of the record.
 * A new key is a component, its default, and its lines in {@code posestream.yaml}, the manual; a test compares them.
 */
package org.posestream.server.config;
