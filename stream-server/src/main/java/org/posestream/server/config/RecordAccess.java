package org.posestream.server.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Records seen as sections of the file. */
final class RecordAccess {

    private RecordAccess() {
    }

    /** {@code max-people} for {@code maxPeople}. */
    static String key(RecordComponent component) {
        return component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    static List<String> keys(Record section) {
        return Arrays.stream(section.getClass().getRecordComponents()).map(RecordAccess::key).toList();
    }

    static Object value(RecordComponent component, Record section) {
        try {
            return component.getAccessor().invoke(section);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(component + " cannot be read", e);
        }
    }

    /** The type of a map's values. */
    static Class<?> entryType(RecordComponent component) {
        return (Class<?>) ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[1];
    }

    /** What a record of this type is where nothing is said: its constant {@code DEFAULT}. */
    static Record defaultOf(Class<?> type) {
        try {
            return (Record) type.getDeclaredField("DEFAULT").get(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " has no DEFAULT", e);
        }
    }

    /** A record of the same type with these values. */
    @SuppressWarnings("unchecked")
    static <R extends Record> R create(R like, Object[] values) {
        Class<?>[] types = Arrays.stream(like.getClass().getRecordComponents()).map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            return (R) like.getClass().getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(like.getClass() + " cannot be made", e);
        }
    }
}
