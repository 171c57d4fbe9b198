package dev.easel;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
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
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds the code to what ARCHITECTURE.md and the package-info files say of it. */
class ArrowsTest {

  /**
   * What each part of the project may build on, as ARCHITECTURE.md draws it: what a package says of
   * itself must not lead backwards.
   */
  private static final Map<String, Set<String>> LAYERS =
      Map.ofEntries(
          Map.entry("framework", Set.of("framework")),
          Map.entry("picture", Set.of("picture")),
          Map.entry("genai", Set.of("genai", "picture")),
          Map.entry("calculators", Set.of("calculators", "framework", "genai", "picture")),
          Map.entry("serving", Set.of("serving", "calculators", "framework")),
          Map.entry("hub", Set.of("hub", "serving", "framework")),
          Map.entry("access", Set.of("access", "store", "serving", "framework")),
          Map.entry("store", Set.of("store")),
          Map.entry("task", Set.of("task", "store", "serving", "calculators", "framework")),
          Map.entry(
              "http",
              Set.of("http", "access", "task", "store", "serving", "calculators", "framework")),
          Map.entry("log", Set.of("log", "framework")),
          Map.entry(
              "testing",
              Set.of("testing", "http", "serving", "calculators", "picture", "framework")),
          Map.entry(
              "cli",
              Set.of(
                  "cli",
                  "log",
                  "http",
                  "hub",
                  "access",
                  "task",
                  "store",
                  "serving",
                  "calculators",
                  "genai",
                  "picture",
                  "framework")),
          Map.entry(
              "bench",
              Set.of(
                  "bench",
                  "cli",
                  "log",
                  "http",
                  "hub",
                  "access",
                  "task",
                  "store",
                  "serving",
                  "calculators",
                  "genai",
                  "picture",
                  "framework")));

  /** Where each outside library may be used; no other package may use it. */
  private static final Map<String, List<String>> ROOMS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry(
                  "io.netty..",
                  List.of(
                      "dev.easel.http.server",
                      "dev.easel.http.exchange",
                      "dev.easel.http.framing",
                      "dev.easel.http.hook",
                      "dev.easel.http.outgoing",
                      "dev.easel.http.media",
                      "dev.easel.http.body")),
              Map.entry("io.opentelemetry..", List.of("dev.easel.http.trace.otlp")),
              Map.entry("io.prometheus..", List.of("dev.easel.http.metrics")),
              Map.entry(
                  "com.fasterxml.jackson..",
                  List.of(
                      "dev.easel.access",
                      "dev.easel.http.desk..",
                      "dev.easel.http.error",
                      "dev.easel.http.info",
                      "dev.easel.task..",
                      "dev.easel.hub..",
                      "dev.easel.serving..",
                      "dev.easel.calculators..",
                      "dev.easel.testing",
                      "dev.easel.framework.script",
                      "dev.easel.genai.check",
                      "dev.easel.genai.model",
                      // It tells a worker process where to find the library.
                      "dev.easel.genai.worker.host",
                      "dev.easel.log..",
                      "dev.easel.cli..")),
              Map.entry(
                  "com.google.protobuf..",
                  List.of(
                      "dev.easel.framework..",
                      "dev.easel.calculators..",
                      "dev.easel.genai.worker..",
                      // It watches the files that a graph's options name.
                      "dev.easel.serving.graph")),
              Map.entry("com.lmax..", List.of("dev.easel.log..", "dev.easel.store.journal")),
              Map.entry("org.sqlite..", List.of("dev.easel.store.journal")),
              Map.entry("io.lettuce..", List.of("dev.easel.store.redis")),
              Map.entry("software.amazon..", List.of("dev.easel.http.store.s3")),
              Map.entry("io.github.resilience4j..", List.of("dev.easel.calculators.upstream")),
              Map.entry("io.github.bucket4j..", List.of("dev.easel.access.usage")),
              Map.entry("org.objectweb.asm..", List.of("dev.easel.serving.plugin")),
              Map.entry("picocli..", List.of("dev.easel.cli..")),
              Map.entry("ch.qos.logback..", List.of("dev.easel.log..")),
              Map.entry(
                  "org.slf4j..",
                  List.of(
                      "dev.easel.access..",
                      "dev.easel.http..",
                      "dev.easel.hub..",
                      "dev.easel.task..",
                      "dev.easel.serving..",
                      "dev.easel.log..",
                      "dev.easel.cli..")),
              Map.entry("com.sun.net.httpserver..", List.of()),
              Map.entry("sun.misc..", List.of())));

  /** Names that say nothing of what a class does. */
  private static final List<String> EMPTY_NAMES =
      List.of("Manager", "Helper", "Util", "Utils", "Impl", "Data", "Info", "Base");

  private static final List<SourcePackage> PACKAGES = SourcePackage.all();

  private static JavaClasses project;

  @BeforeAll
  static void readTheProject() {
    project =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.easel");
  }

  /**
   * Generated messages are left out: every package may use those of its own module and of lower
   * ones, and Maven keeps the others away.
   */
  @TestFactory
  Stream<DynamicTest> packagesUseWhatTheirPackageInfoSays() {
    return PACKAGES.stream()
        .map(each -> DynamicTest.dynamicTest(each.name(), () -> checkArrows(each)));
  }

  private static void checkArrows(SourcePackage origin) {
    List<String> used = used(origin);
    checkLayers(origin, used);
    String expected =
        "%s/package-info.java should end with: %s"
            .formatted(origin.folder(), SourcePackage.sentence(used));
    assertThat(origin.arrows()).as(expected).isPresent();
    List<String> stated = origin.arrows().orElseThrow();
    noClasses()
        .that()
        .resideInAPackage(origin.fullName())
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.easel..")
                .and(not(isGenerated()))
                .and(not(isOneOf(origin.name(), stated))))
        .because("its package-info.java does not say so; if it may, " + expected)
        .allowEmptyShould(true)
        .check(project);
    assertThat(stated).as(expected).isEqualTo(used);
  }

  private static void checkLayers(SourcePackage origin, List<String> used) {
    Set<String> lower = LAYERS.getOrDefault(origin.layer(), Set.of());
    assertThat(used)
        .as("what %s uses, which may only be of %s", origin.name(), lower)
        .allMatch(name -> lower.contains(SourcePackage.layer(name)));
  }

  /** What its classes use or, where these are not on the class path, what its sources name. */
  private static List<String> used(SourcePackage origin) {
    if (!project.containPackage(origin.fullName())) {
      return origin.namedPackages();
    }
    return project.getPackage(origin.fullName()).getClassDependenciesFromThisPackage().stream()
        .map(dependency -> dependency.getTargetClass().getBaseComponentType())
        .filter(resideInAPackage("dev.easel..").and(not(isGenerated())))
        .map(target -> SourcePackage.relative(target.getPackageName()))
        .distinct()
        .sorted()
        .toList();
  }

  private static DescribedPredicate<JavaClass> isOneOf(String origin, List<String> stated) {
    return describe(
        "are in " + stated,
        item -> {
          String name = SourcePackage.relative(item.getPackageName());
          return name.equals(origin) || stated.contains(name);
        });
  }

  private static DescribedPredicate<JavaClass> isGenerated() {
    return describe("are generated", ArrowsTest::isGenerated);
  }

  @Test
  void everyPackageHasSourcesThatWereRead() {
    String[] read = PACKAGES.stream().map(SourcePackage::fullName).toArray(String[]::new);
    classes().that(not(isGenerated())).should().resideInAnyPackage(read).check(project);
  }

  @Test
  void generatedMessagesUseNothingElse() {
    noClasses()
        .that(isGenerated())
        .should()
        .dependOnClassesThat(resideInAPackage("dev.easel..").and(not(isGenerated())))
        .check(project);
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
        .and(not(simpleName("ServableLife").or(simpleName("ServedGraph")))) // created
        .and(not(simpleName("AnswerHead"))) // Date
        .and(not(simpleName("DeskOffice"))) // when tasks come and go, on any server
        .and(not(simpleName("StartTimes"))) // since when Java runs
        .and(not(simpleName("ClassArchive"))) // how old a file is that was left
        .and(not(resideInAnyPackage("dev.easel.framework.trace"))) // a trace's epoch
        .and(not(simpleName("Profiling"))) // when a profile was taken
        .and(not(simpleName("ModelTuning"))) // when a model was measured
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
