package org.posestream;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "org.posestream", importOptions = ImportOption.DoNotIncludeTests.class)
class PackageDirectionTest {

    @ArchTest
    static final ArchRule SHOULD_POINT_FROM_THE_WIRING_TO_THE_LEAVES = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .withOptionalLayers(true)
            .layer("pose").definedBy("org.posestream.pose..")
            .layer("metrics").definedBy("org.posestream.metrics..")
            .layer("inference").definedBy("org.posestream.inference..")
            .layer("frame").definedBy("org.posestream.frame..")
            .layer("detect").definedBy("org.posestream.detect..")
            .layer("estimate").definedBy("org.posestream.estimate..")
            .layer("lift").definedBy("org.posestream.lift..")
            .layer("track").definedBy("org.posestream.track..")
            .layer("motion").definedBy("org.posestream.motion..")
            .layer("rig").definedBy("org.posestream.rig..")
            .layer("source").definedBy("org.posestream.source..")
            .layer("export").definedBy("org.posestream.export..")
            .layer("pipeline").definedBy("org.posestream.pipeline..")
            .layer("evaluate").definedBy("org.posestream.evaluate..")
            .whereLayer("evaluate").mayNotBeAccessedByAnyLayer()
            .whereLayer("pipeline").mayOnlyBeAccessedByLayers("evaluate")
            .whereLayer("detect").mayOnlyBeAccessedByLayers("pipeline", "evaluate")
            .whereLayer("estimate").mayOnlyBeAccessedByLayers("pipeline", "evaluate")
            .whereLayer("lift").mayOnlyBeAccessedByLayers("pipeline", "evaluate")
            .whereLayer("track").mayOnlyBeAccessedByLayers("pipeline", "evaluate")
            .whereLayer("motion").mayOnlyBeAccessedByLayers("pipeline", "track")
            .whereLayer("rig").mayOnlyBeAccessedByLayers("export", "pipeline", "evaluate")
            .whereLayer("source").mayOnlyBeAccessedByLayers("pipeline", "evaluate")
            .whereLayer("export").mayOnlyBeAccessedByLayers("pipeline", "evaluate")
            .whereLayer("pose").mayNotAccessAnyLayer()
            .whereLayer("metrics").mayNotAccessAnyLayer()
            .whereLayer("rig").mayOnlyAccessLayers("pose")
            .whereLayer("inference").mayOnlyAccessLayers("pose");

    @ArchTest
    static final ArchRule SHOULD_KEEP_ONNX_RUNTIME_IN_INFERENCE = noClasses().that()
            .resideOutsideOfPackage("org.posestream.inference..")
            .should().dependOnClassesThat().resideInAPackage("ai.onnxruntime..").allowEmptyShould(true);

    @ArchTest
    static final ArchRule SHOULD_KEEP_FFMPEG_IN_SOURCE_AND_EXPORT = noClasses().that()
            .resideOutsideOfPackages("org.posestream.source..", "org.posestream.frame..", "org.posestream.export..")
            .should().dependOnClassesThat().resideInAPackage("org.bytedeco..").allowEmptyShould(true);

    @ArchTest
    static final ArchRule SHOULD_KEEP_THE_DISRUPTOR_IN_PIPELINE = noClasses().that()
            .resideOutsideOfPackage("org.posestream.pipeline..")
            .should().dependOnClassesThat().resideInAPackage("com.lmax..").allowEmptyShould(true);

    @ArchTest
    static final ArchRule SHOULD_KEEP_NETTY_OUT_OF_THE_CORE = noClasses()
            .should().dependOnClassesThat().resideInAPackage("io.netty..").allowEmptyShould(true);
}
