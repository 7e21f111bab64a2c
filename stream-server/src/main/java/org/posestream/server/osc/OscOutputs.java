package org.posestream.server.osc;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.posestream.frame.FrameBuffer;
import org.posestream.pipeline.PosePublisher;
import org.posestream.pose.PoseFrame;
import org.posestream.server.config.OscConfig;
import org.posestream.server.config.PoseStreamConfig;
import org.posestream.server.config.VmcConfig;

/** All targets of VMC and OSC. Publishing hands the frame to those who want it and waits for nobody. */
public final class OscOutputs implements PosePublisher, AutoCloseable {

    private final Map<String, Running> running = new HashMap<>();
    private volatile List<UdpTarget> targets = List.of();

    private record Running(Record config, UdpTarget target) {
    }

    /**
     * Sends to these targets from now on; those whose settings are the same go on undisturbed. One thread at a time.
     *
     * @throws IllegalArgumentException when a target's settings are none; they are judged with the file
     */
    public void configure(PoseStreamConfig config) {
        Map<String, Record> wanted = new HashMap<>();
        config.vmc().forEach((name, target) -> wanted.put("vmc." + name, target));
        config.osc().forEach((name, target) -> wanted.put("osc." + name, target));
        List<String> left = running.keySet().stream()
                .filter(name -> !running.get(name).config.equals(wanted.get(name))).toList();
        List<UdpTarget> ended = left.stream().map(name -> running.remove(name).target).toList();
        wanted.forEach((name, target) -> running.computeIfAbsent(name, added -> start(added, target)));
        targets = running.values().stream().map(Running::target).toList();
        ended.forEach(UdpTarget::close);
    }

    @Override
    public void publish(PoseFrame frame, FrameBuffer pixels) {
        for (UdpTarget target : targets) {
            target.offer(frame);
        }
    }

    /** Tells the avatars that nothing more will come. */
    @Override
    public void close() {
        List<UdpTarget> ended = targets;
        targets = List.of();
        running.clear();
        ended.forEach(UdpTarget::close);
    }

    private static Running start(String name, Record config) {
        UdpTarget target = config instanceof VmcConfig vmc ? avatar(name, vmc) : joints(name, (OscConfig) config);
        target.start();
        return new Running(config, target);
    }

    private static UdpTarget avatar(String name, VmcConfig vmc) {
        return new UdpTarget(name, vmc.udpAddress(), new VmcPerformer(vmc.camera(), PersonChoice.parse(vmc.person()),
                vmc.maxRate(), System.nanoTime()));
    }

    private static UdpTarget joints(String name, OscConfig osc) {
        return new UdpTarget(name, osc.udpAddress(), new JointStream(osc.camera(), osc.options(), osc.maxRate()));
    }
}
