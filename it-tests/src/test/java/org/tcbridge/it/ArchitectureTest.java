package org.tcbridge.it;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The modules' rules: who may know whom. */
class ArchitectureTest {

    private static final JavaClasses PROGRAM = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("org.tcbridge");

    /** One row a module: its package, and the packages that it may use besides the JDK's and its own. */
    enum Module {
        RSP("org.tcbridge.rsp", "io.netty", "org.slf4j"),
        CORE("org.tcbridge.core", "org.tomlj"),
        PROXY("org.tcbridge.proxy", "org.tcbridge.rsp", "org.tcbridge.core", "io.netty", "org.slf4j"),
        ELF("org.tcbridge.elf", "org.tcbridge.core", "net.fornwall.jelf"),
        FREERTOS("org.tcbridge.freertos", "org.tcbridge.core"),
        THREADX("org.tcbridge.threadx", "org.tcbridge.core"),
        ARM("org.tcbridge.arm", "org.tcbridge.core"),
        MICROBLAZE("org.tcbridge.microblaze", "org.tcbridge.core"),
        RISCV("org.tcbridge.riscv", "org.tcbridge.core"),
        CLI(
                "org.tcbridge.cli",
                "org.tcbridge.proxy",
                "org.tcbridge.rsp",
                "org.tcbridge.core",
                "org.tcbridge.elf",
                "picocli",
                "org.tomlj", // what TomlReader of core gives
                "com.grack.nanojson",
                "io.netty.buffer", // what a frame of rsp holds, for the commands that are clients
                "org.slf4j"),
        /** No part of the program. */
        BENCH(
                "org.tcbridge.bench",
                "org.tcbridge.proxy",
                "org.tcbridge.rsp",
                "org.tcbridge.core",
                "org.tcbridge.freertos",
                "org.tcbridge.threadx",
                "org.tcbridge.arm",
                "io.netty",
                "picocli",
                "com.grack.nanojson",
                "org.openjdk.jmh");

        private final String root;
        private final List<String> uses;

        Module(String root, String... uses) {
            this.root = root;
            this.uses = List.of(uses);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aModuleUsesOnlyWhatItsRowSays(Module module) {
        Stream<String> always = Stream.of("java", "javax", "org.w3c.dom", "org.xml.sax", "org.jspecify", module.root);
        String[] allowed = Stream.concat(always, module.uses.stream())
                .map(root -> root + "..")
                .toArray(String[]::new);

        classes()
                .that()
                .resideInAPackage(module.root + "..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed)
                .check(PROGRAM);
    }

    /** What a reader has to know before a package of the proxy is below it. */
    @Test
    void theProxysPackagesFormNoCircle() {
        slices().matching("org.tcbridge.proxy.(*)..").should().beFreeOfCycles().check(PROGRAM);
    }

    @Test
    void everyClassBelongsToAModule() {
        assertThat(PROGRAM)
                .extracting(JavaClass::getPackageName)
                .allMatch(name ->
                        Arrays.stream(Module.values()).anyMatch(module -> (name + ".").startsWith(module.root + ".")));
    }

    @Test
    void everyPackageIsNullMarked() {
        JavaClasses all = new ClassFileImporter().importPackages("org.tcbridge");

        assertThat(all)
                .extracting(JavaClass::getPackage)
                .filteredOn(javaPackage -> !javaPackage.getRelativeName().equals("jmh_generated"))
                .isNotEmpty()
                .allMatch(javaPackage -> javaPackage.isAnnotatedWith(NullMarked.class));
    }
}
