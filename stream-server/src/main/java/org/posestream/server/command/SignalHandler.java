package org.posestream.server.command;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * What this process does on a signal, until it is closed.
 *
 * <p>{@code sun.misc.Signal} is the only way to hear of signals, and the compiler warns of it; so it is used by
 * reflection. It logs nothing, since it is used before there is a log.
 */
final class SignalHandler implements AutoCloseable {

    private final Object signal;
    private final Method register;
    private final Object before;
    private final boolean ignored;
    private final String problem;

    private SignalHandler(Object signal, Method register, Object before, boolean ignored, String problem) {
        this.signal = signal;
        this.register = register;
        this.before = before;
        this.ignored = ignored;
        this.problem = problem;
    }

    /** @param name without SIG, for example {@code HUP} */
    static SignalHandler of(String name, Runnable action) {
        try {
            Class<?> signalType = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Object signal = signalType.getConstructor(String.class).newInstance(name);
            Object proxy = Proxy.newProxyInstance(SignalHandler.class.getClassLoader(), new Class<?>[] {handlerType},
                    (self, method, arguments) -> {
                        action.run();
                        return null;
                    });
            Method register = signalType.getMethod("handle", signalType, handlerType);
            Object before = register.invoke(null, signal, proxy);
            // Java leaves a signal ignored that it was started with as ignored, and says so in this way.
            boolean ignored = before == handlerType.getField("SIG_IGN").get(null);
            return new SignalHandler(signal, register, before, ignored, null);
        } catch (InvocationTargetException e) {
            // Windows knows no SIGHUP; -Xrs leaves all signals to the system.
            return new SignalHandler(null, null, null, false, String.valueOf(e.getCause()));
        } catch (ReflectiveOperationException e) {
            return new SignalHandler(null, null, null, false, e.toString());
        }
    }

    /** Why this Java does not tell of it; null when it does. */
    String problem() {
        return problem;
    }

    /** Whether the process was started with the signal ignored, so that it will never be heard of. */
    boolean isIgnored() {
        return ignored;
    }

    /** The signal means again what it meant before. */
    @Override
    public void close() {
        if (register == null) {
            return;
        }
        try {
            register.invoke(null, signal, before);
        } catch (ReflectiveOperationException e) {
            // What could be set can be set back.
            throw new IllegalStateException(e);
        }
    }
}
