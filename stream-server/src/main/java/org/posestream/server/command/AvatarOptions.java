package org.posestream.server.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.posestream.server.config.PoseStreamConfig;
import org.posestream.server.config.VmcConfig;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Avatars to be moved. */
final class AvatarOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(names = "--vmc", paramLabel = "HOST[:PORT]",
            description = "Move an avatar by the VMC protocol (port 39539 unless given): sends the rotations of the "
                + "largest person; may be given several times.")
    private List<String> addresses = List.of();

    /** The avatars of the file, and those that were asked for, named {@code option-1} and so on. */
    PoseStreamConfig over(PoseStreamConfig file) {
        Map<String, VmcConfig> avatars = new LinkedHashMap<>(file.vmc());
        for (int i = 0; i < addresses.size(); i++) {
            VmcConfig avatar = file.vmcDefaults().withAddress(addresses.get(i));
            try {
                avatar.udpAddress();
            } catch (IllegalArgumentException e) {
                throw new ParameterException(spec.commandLine(), "--vmc " + e.getMessage(), e);
            }
            avatars.put("option-" + (i + 1), avatar);
        }
        return file.withVmc(avatars);
    }
}
