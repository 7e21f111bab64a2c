package org.posestream.render;

import java.util.ArrayList;
import java.util.List;

/** A room with people in it. */
public final class Scene {

    private final Room room;
    private final Lighting lighting;
    private final List<BodyMesh> people = new ArrayList<>();
    private final List<BodyPose> poses = new ArrayList<>();

    public Scene(Room room, Lighting lighting) {
        this.room = room;
        this.lighting = lighting;
    }

    /** Takes everybody out. */
    public void clearPeople() {
        people.clear();
        poses.clear();
    }

    /** Puts a person in; a body can be in only one place of a scene. */
    public void add(BodyMesh body, BodyPose pose) {
        body.pose(pose);
        people.add(body);
        poses.add(pose);
    }

    Room room() {
        return room;
    }

    Lighting lighting() {
        return lighting;
    }

    List<BodyMesh> people() {
        return people;
    }

    public List<BodyPose> poses() {
        return poses;
    }
}
