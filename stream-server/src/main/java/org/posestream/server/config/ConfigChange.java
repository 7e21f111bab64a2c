package org.posestream.server.config;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;

/** What differs between two configurations. */
public final class ConfigChange {

    private ConfigChange() {
    }

    /** The keys whose values differ, with their sections before them, in the order of the file. */
    public static List<String> keys(Record before, Record after) {
        List<String> keys = new ArrayList<>();
        compare("", before, after, keys);
        return keys;
    }

    private static void compare(String path, Record before, Record after, List<String> keys) {
        for (RecordComponent component : before.getClass().getRecordComponents()) {
            String key = path + RecordAccess.key(component);
            Object old = RecordAccess.value(component, before);
            Object now = RecordAccess.value(component, after);
            if (old instanceof Record section) {
                compare(key + ".", section, (Record) now, keys);
            } else if (old == null ? now != null : !old.equals(now)) {
                keys.add(key);
            }
        }
    }
}
