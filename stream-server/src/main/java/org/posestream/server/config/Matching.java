package org.posestream.server.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a text must look like; of a section by name, what its names must look like. */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
@interface Matching {

    /** Of the whole text. */
    String regex();

    /** For people, after "must be". */
    String meaning();
}
