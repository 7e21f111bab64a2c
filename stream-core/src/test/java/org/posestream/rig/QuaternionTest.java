package org.posestream.rig;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class QuaternionTest {

    /** In Unity's axes too a turn about y takes z to x: as {@code Quaternion.Euler(0, 90, 0)} does there. */
    @Test
    void shouldTurnForwardToTheRightAboutUp() {
        near(Vec3.X, Quaternion.about(Vec3.Y, Math.PI / 2).rotate(Vec3.Z));
        near(Vec3.Y, Quaternion.about(Vec3.Z, Math.PI / 2).rotate(Vec3.X));
    }

    @Property(tries = 500)
    void shouldComposeAsRotationsDo(@ForAll long seed) {
        Random random = new Random(seed);
        Quaternion a = turn(random);
        Quaternion b = turn(random);
        Vec3 v = direction(random);

        near(a.rotate(b.rotate(v)), a.times(b).rotate(v));
        near(v, a.inverse().rotate(a.rotate(v)));
    }

    @Property(tries = 500)
    void shouldTakeOneDirectionToAnother(@ForAll long seed) {
        Random random = new Random(seed);
        Vec3 from = direction(random);
        Vec3 to = direction(random);
        near(to, Quaternion.between(from, to).rotate(from));
        near(from.times(-1), Quaternion.between(from, from.times(-1)).rotate(from));

        Vec3 axis = from.cross(to).unit();
        near(axis, Quaternion.between(from, to).rotate(axis));
    }

    @Property(tries = 500)
    void shouldTakeAPairOfDirectionsToAnother(@ForAll long seed) {
        Random random = new Random(seed);
        Vec3 first = direction(random);
        Vec3 second = direction(random);
        Quaternion q = turn(random);

        Quaternion found = Quaternion.between(first, second, q.rotate(first), q.rotate(second));
        assertEquals(1, Math.abs(found.dot(q)), 1e-9);
    }

    private static Quaternion turn(Random random) {
        return Quaternion.about(direction(random), 2 * Math.PI * random.nextDouble());
    }

    private static Vec3 direction(Random random) {
        return new Vec3(random.nextGaussian(), random.nextGaussian(), random.nextGaussian()).unit();
    }

    private static void near(Vec3 expected, Vec3 actual) {
        assertEquals(0, expected.minus(actual).length(), 1e-9, () -> expected + ", but " + actual);
    }
}
