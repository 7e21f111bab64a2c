package org.posestream.rtsp;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends one client the stream as it is now, from the next key frame on, on a thread of its own. Whoever was held up for
 * long goes on with what is due by then, as a camera does.
 */
final class MediaSender implements Runnable {

    private static final long LARGEST_LAG_NANOS = 1_000_000_000;
    private static final long LOOK_AGAIN_NANOS = 20_000_000;

    private final H264Clip usualClip;
    private final FaultSwitches switches;
    private final PacketChannel channel;
    private final RtpPacketizer packetizer;
    private final long reportNanos;
    private final Random random = new Random();
    private final Thread thread;
    private H264Clip clip;
    private long index;
    private long dueNanos;
    private long nextReportNanos;
    private volatile boolean stopped;

    /** @param reportInterval from one sender report to the next; 0 for none at all */
    MediaSender(H264Clip clip, FaultSwitches switches, PacketChannel channel, RtpPacketizer packetizer,
            Duration reportInterval) {
        usualClip = clip;
        this.clip = clip;
        this.switches = switches;
        this.channel = channel;
        this.packetizer = packetizer;
        reportNanos = reportInterval.toNanos();
        thread = new Thread(this, "rtsp-media");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Ends the thread; it may be in the middle of a write until its channel is closed. */
    void stop() {
        stopped = true;
        LockSupport.unpark(thread);
    }

    void awaitEnd() {
        RtspServer.awaitEnd(thread);
    }

    /** The stream's time of a picture, as the packets tell it. */
    int timestamp(long place) {
        long ticks = place * RtpPacketizer.TICKS_PER_SECOND / clip.framesPerSecond();
        return (int) (ticks + switches.streamOffsetNanos() / 100_000 * (RtpPacketizer.TICKS_PER_SECOND / 10_000));
    }

    @Override
    public void run() {
        try {
            goLive();
            while (!stopped) {
                if (waitUntilDue()) {
                    send();
                    next();
                }
            }
        } catch (IOException e) {
            // The client left; its connection notices, too.
            stopped = true;
        }
    }

    /** Whether the current picture is to be sent now; it may not be the same as before. */
    private boolean waitUntilDue() {
        if (switches.isFrozen()) {
            LockSupport.parkNanos(this, LOOK_AGAIN_NANOS);
        } else if (switches.pace() == 1 && CameraClock.unixNanos() - clip.unixNanosAt(index) > LARGEST_LAG_NANOS) {
            goLive();
        } else {
            LockSupport.parkNanos(this, dueNanos - CameraClock.unixNanos());
        }
        return !stopped && !switches.isFrozen() && dueNanos <= CameraClock.unixNanos();
    }

    private void goLive() {
        index = clip.keyFrameFrom(CameraClock.unixNanos());
        dueNanos = clip.unixNanosAt(index);
    }

    private void next() {
        index++;
        dueNanos += Math.round(1e9 / clip.framesPerSecond() / switches.pace());
    }

    private void send() throws IOException {
        H264Clip.Picture picture = picture();
        if (switches.straySize() > 0) {
            byte[] stray = new byte[switches.straySize()];
            random.nextBytes(stray);
            channel.sendStray(stray);
        }
        List<byte[]> units = new ArrayList<>();
        if (picture.isKey()) {
            units.add(clip.sequenceSet());
            units.add(clip.pictureSet());
        }
        units.addAll(picture.units());
        report();
        for (byte[] packet : packetizer.packets(units, timestamp(index))) {
            channel.sendRtp(packet);
        }
    }

    private H264Clip.Picture picture() {
        H264Clip wanted = switches.clipInsteadOf(usualClip);
        if (wanted != clip && wanted.picture(index).isKey()) {
            clip = wanted;
        }
        return clip.picture(index);
    }

    private void report() throws IOException {
        long capturedNanos = clip.unixNanosAt(index);
        if (reportNanos > 0 && capturedNanos >= nextReportNanos) {
            nextReportNanos = capturedNanos + reportNanos;
            channel.sendRtcp(SenderReport.of(packetizer, capturedNanos + switches.wallOffsetNanos(),
                    timestamp(index)));
        }
    }
}
