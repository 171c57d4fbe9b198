package dev.easel;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds the code to what ARCHITECTURE.md and the package-info files say of it. */
class ArrowsTest {

  /** What each package may import of the project; what is not listed may import nothing of it. */
  private static final Map<String, List<String>> ARROWS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("dev.easel.framework.proto..", List.of()),
              Map.entry("dev.easel.framework.status", List.of()),
              Map.entry("dev.easel.framework.packet", List.of("dev.easel.framework.status")),
              Map.entry("dev.easel.framework.scheduler", List.of("dev.easel.framework.status")),
              Map.entry("dev.easel.framework.name", framework("packet")),
              Map.entry("dev.easel.framework.options", framework()),
              Map.entry("dev.easel.framework.policy", framework("packet")),
              Map.entry("dev.easel.framework.resource", framework("options")),
              Map.entry(
                  "dev.easel.framework.calculator",
                  framework("packet", "name", "options", "policy", "resource")),
              Map.entry("dev.easel.framework.service", framework("calculator")),
              Map.entry("dev.easel.framework.side", framework("packet", "calculator")),
              Map.entry("dev.easel.framework.stream", framework("packet", "policy", "calculator")),
              Map.entry(
                  "dev.easel.framework.stream.handler",
                  framework("packet", "name", "policy", "calculator")),
              Map.entry(
                  "dev.easel.framework.sidepacket",
                  framework("packet", "calculator", "side", "plan")),
              Map.entry(
                  "dev.easel.framework.node",
                  framework(
                      "packet",
                      "policy",
                      "options",
                      "resource",
                      "calculator",
                      "plan",
                      "stream",
                      "sidepacket",
                      "trace")),
              Map.entry("dev.easel.framework.schedule", framework("node", "scheduler")),
              Map.entry(
                  "dev.easel.framework.run",
                  framework(
                      "packet",
                      "policy",
                      "calculator",
                      "service",
                      "plan",
                      "stream",
                      "sidepacket",
                      "trace",
                      "node",
                      "scheduler",
                      "schedule")),
              Map.entry("dev.easel.framework.template", framework("packet", "calculator")),
              Map.entry(
                  "dev.easel.framework.plan",
                  framework("packet", "options", "policy", "calculator", "side")),
              Map.entry("dev.easel.framework.text", framework("name", "calculator", "template")),
              Map.entry(
                  "dev.easel.framework.expand",
                  framework("packet", "name", "options", "calculator", "text")),
              Map.entry(
                  "dev.easel.framework.check",
                  framework(
                      "packet",
                      "name",
                      "options",
                      "policy",
                      "calculator",
                      "side",
                      "stream",
                      "plan",
                      "text",
                      "stream.handler")),
              Map.entry(
                  "dev.easel.framework.config",
                  framework("packet", "name", "calculator", "plan", "text", "expand", "check")),
              Map.entry(
                  "dev.easel.framework.graph",
                  framework(
                      "packet",
                      "options",
                      "policy",
                      "resource",
                      "calculator",
                      "service",
                      "plan",
                      "config",
                      "scheduler",
                      "sidepacket",
                      "node",
                      "schedule",
                      "run")),
              Map.entry("dev.easel.framework.trace", framework("packet", "service", "plan")),
              Map.entry(
                  "dev.easel.framework.pool",
                  framework("packet", "resource", "calculator", "plan", "config")),
              Map.entry(
                  "dev.easel.framework.script",
                  framework("packet", "calculator", "stream", "plan", "config", "graph")),
              Map.entry(
                  "dev.easel.framework.core..",
                  framework("packet", "name", "calculator", "service", "core..")),
              Map.entry("dev.easel.genai..", List.of("dev.easel.genai..")),
              Map.entry(
                  "dev.easel.calculators..",
                  List.of("dev.easel.calculators..", "dev.easel.framework..", "dev.easel.genai..")),
              Map.entry(
                  "dev.easel.repository..",
                  List.of(
                      "dev.easel.repository..",
                      "dev.easel.calculators..",
                      "dev.easel.framework..")),
              Map.entry(
                  "dev.easel.http.error",
                  List.of("dev.easel.framework.status", "dev.easel.calculators.payload")),
              Map.entry(
                  "dev.easel.http.store",
                  List.of("dev.easel.framework.status", "dev.easel.calculators.payload")),
              Map.entry(
                  "dev.easel.http.route",
                  List.of("dev.easel.repository", "dev.easel.calculators.payload")),
              Map.entry(
                  "dev.easel.http.form",
                  List.of("dev.easel.http.route", "dev.easel.calculators.payload")),
              Map.entry(
                  "dev.easel.http.auth",
                  List.of(
                      "dev.easel.http.error",
                      "dev.easel.http.route",
                      "dev.easel.framework.status")),
              Map.entry(
                  "dev.easel.http.metrics",
                  List.of(
                      "dev.easel.repository",
                      "dev.easel.framework.status",
                      "dev.easel.calculators.payload")),
              Map.entry(
                  "dev.easel.http.info",
                  List.of(
                      "dev.easel.http.error",
                      "dev.easel.http.route",
                      "dev.easel.repository",
                      "dev.easel.calculators.payload")),
              Map.entry(
                  "dev.easel.http.exchange",
                  List.of(
                      "dev.easel.http.error",
                      "dev.easel.http.route",
                      "dev.easel.http.form",
                      "dev.easel.http.auth",
                      "dev.easel.http.info",
                      "dev.easel.http.metrics",
                      "dev.easel.repository",
                      "dev.easel.framework.status",
                      "dev.easel.calculators.payload")),
              Map.entry(
                  "dev.easel.http.server",
                  List.of(
                      "dev.easel.http..",
                      "dev.easel.repository",
                      "dev.easel.framework.status",
                      "dev.easel.calculators.payload")),
              Map.entry("dev.easel.log", List.of("dev.easel.framework.status")),
              Map.entry("dev.easel.cli..", List.of("dev.easel.."))));

  /** Packages of the framework; every one may fail and read messages. */
  private static List<String> framework(String... packages) {
    return Stream.concat(Stream.of("status", "proto.."), Stream.of(packages))
        .map(name -> "dev.easel.framework." + name)
        .toList();
  }

  /** Where each outside library may be used; no other package may use it. */
  private static final Map<String, List<String>> ROOMS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("io.netty..", List.of("dev.easel.http.server", "dev.easel.http.exchange")),
              Map.entry("io.prometheus..", List.of("dev.easel.http.metrics")),
              Map.entry(
                  "com.fasterxml.jackson..",
                  List.of(
                      "dev.easel.http.route",
                      "dev.easel.http.info",
                      "dev.easel.repository..",
                      "dev.easel.calculators..",
                      "dev.easel.framework.script",
                      "dev.easel.log..",
                      "dev.easel.cli..")),
              Map.entry(
                  "com.google.protobuf..",
                  List.of(
                      "dev.easel.framework..",
                      "dev.easel.calculators..",
                      // It watches the files that a graph's options name.
                      "dev.easel.repository")),
              Map.entry("com.lmax..", List.of("dev.easel.log..")),
              Map.entry("picocli..", List.of("dev.easel.cli..")),
              Map.entry("ch.qos.logback..", List.of("dev.easel.log..")),
              Map.entry(
                  "org.slf4j..",
                  List.of(
                      "dev.easel.http..",
                      "dev.easel.repository..",
                      "dev.easel.log..",
                      "dev.easel.cli..")),
              Map.entry("com.sun.net.httpserver..", List.of()),
              Map.entry("sun.misc..", List.of())));

  /** Names that say nothing of what a class does. */
  private static final List<String> EMPTY_NAMES =
      List.of("Manager", "Helper", "Util", "Utils", "Impl", "Data", "Info", "Base");

  private static JavaClasses project;

  @BeforeAll
  static void readTheProject() {
    project =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.easel");
  }

  @TestFactory
  Stream<DynamicTest> packagesImportOnlyWhatTheyMay() {
    return ARROWS.entrySet().stream()
        .map(
            arrow ->
                DynamicTest.dynamicTest(
                    arrow.getKey(), () -> checkArrow(arrow.getKey(), arrow.getValue())));
  }

  private static void checkArrow(String origin, List<String> targets) {
    String[] allowed = Stream.concat(Stream.of(origin), targets.stream()).toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(origin)
        .should()
        .dependOnClassesThat(resideInAPackage("dev.easel..").and(not(resideInAnyPackage(allowed))))
        .because("ARCHITECTURE.md draws the arrows")
        .check(project);
  }

  @Test
  void everyPackageHasItsArrows() {
    classes().should().resideInAnyPackage(ARROWS.keySet().toArray(String[]::new)).check(project);
  }

  @TestFactory
  Stream<DynamicTest> librariesStayInTheirRooms() {
    return ROOMS.entrySet().stream()
        .map(
            room ->
                DynamicTest.dynamicTest(
                    room.getKey(),
                    () ->
                        noClasses()
                            .that()
                            .resideOutsideOfPackages(room.getValue().toArray(String[]::new))
                            .should()
                            .dependOnClassesThat()
                            .resideInAPackage(room.getKey())
                            .because("a library has one room, so that it can be replaced there")
                            .check(project)));
  }

  /** A clock can be set at any moment, so nothing that waits or expires may go by it. */
  @Test
  void onlyDatesAreReadFromTheWallClock() {
    noClasses()
        .that(not(simpleName("ImageResponseCalculator"))) // created
        .and(not(simpleName("ServedGraph"))) // created
        .and(not(simpleName("AnswerHead"))) // Date
        .and(not(resideInAnyPackage("dev.easel.framework.trace"))) // a trace's epoch
        .and(not(simpleName("Profiling"))) // when a profile was taken
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(Clock.class, "systemUTC")
        .orShould()
        .callMethod(Clock.class, "systemDefaultZone")
        .orShould()
        .callMethod(LocalDateTime.class, "now")
        .orShould()
        .callConstructor(Date.class)
        .because("System.nanoTime() is what limits and measurements go by")
        .check(project);
  }

  @Test
  void packagesFormNoCycles() {
    slices()
        .matching("dev.easel.(http|repository|cli|calculators|genai|framework).(*)..")
        .should()
        .beFreeOfCycles()
        .check(project);
  }

  @Test
  void namesSayWhatAClassDoes() {
    classes().should(haveATellingName()).check(project);
  }

  private static ArchCondition<JavaClass> haveATellingName() {
    return new ArchCondition<>("not be named " + EMPTY_NAMES) {
      @Override
      public void check(JavaClass item, ConditionEvents events) {
        EMPTY_NAMES.stream()
            .filter(name -> !isGenerated(item) && item.getSimpleName().endsWith(name))
            .findFirst()
            .ifPresent(
                name ->
                    events.add(
                        SimpleConditionEvent.violated(
                            item, item.getName() + " ends with " + name)));
      }
    };
  }

  @Test
  void nothingKeepsChangingStateForTheWholeProcess() {
    classes().should(haveNoStaticVariables()).check(project);
  }

  private static ArchCondition<JavaClass> haveNoStaticVariables() {
    return new ArchCondition<>("have no static field that can change") {
      @Override
      public void check(JavaClass item, ConditionEvents events) {
        item.getFields().stream()
            .filter(
                field ->
                    field.getModifiers().contains(JavaModifier.STATIC)
                        && !field.getModifiers().contains(JavaModifier.FINAL)
                        && !field.getModifiers().contains(JavaModifier.SYNTHETIC))
            .filter(field -> !isGenerated(item))
            .forEach(
                field -> events.add(SimpleConditionEvent.violated(field, field.getFullName())));
      }
    };
  }

  private static boolean isGenerated(JavaClass item) {
    return item.getPackageName().endsWith(".proto");
  }
}
