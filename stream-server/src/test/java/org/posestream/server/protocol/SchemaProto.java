package org.posestream.server.protocol;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The messages of {@code posestream.proto} as its language's own compiler reads them. */
final class SchemaProto {

    /** Put there by the build (stream-server/pom.xml). */
    private static final Path PROTOC = Path.of("target", "protoc", "protoc.exe").toAbsolutePath();
    private static final FileDescriptor FILE = compile();

    static final Descriptor SERVER_MESSAGE = FILE.findMessageTypeByName("ServerMessage");
    static final Descriptor CLIENT_MESSAGE = FILE.findMessageTypeByName("ClientMessage");

    private SchemaProto() {
    }

    static FileDescriptor file() {
        return FILE;
    }

    private static FileDescriptor compile() {
        try {
            Path folder = Files.createTempDirectory("posestream-proto");
            Path source = Files.write(folder.resolve(SchemaFile.PROTO.fileName()), SchemaFile.PROTO.read());
            Path result = folder.resolve("descriptors");
            run(folder, "--descriptor_set_out=" + result, source.toString());
            FileDescriptorSet set = FileDescriptorSet.parseFrom(Files.readAllBytes(result));
            for (Path file : List.of(source, result, folder)) {
                Files.delete(file);
            }
            return FileDescriptor.buildFrom(set.getFile(0), new FileDescriptor[0]);
        } catch (IOException | InterruptedException | DescriptorValidationException e) {
            throw new IllegalStateException("posestream.proto cannot be compiled with " + PROTOC, e);
        }
    }

    private static void run(Path folder, String... arguments) throws IOException, InterruptedException {
        if (!PROTOC.toFile().setExecutable(true)) {
            throw new IOException(PROTOC + " is not there; 'mvn generate-test-resources' fetches it");
        }
        Process protoc = new ProcessBuilder(PROTOC.toString(), "--proto_path=" + folder, arguments[0], arguments[1])
                .redirectErrorStream(true).start();
        String output = new String(protoc.getInputStream().readAllBytes());
        if (protoc.waitFor() != 0 || !output.isEmpty()) {
            throw new IOException("protoc says: " + output);
        }
    }
}
