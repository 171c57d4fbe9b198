package dev.easel;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Keeps the packages of all modules small enough to be read, and names clear. */
class StructureTest {
  private static final int MOST_TYPES_OF_A_PACKAGE = 15;

  private static final List<SourcePackage> PACKAGES = SourcePackage.all();

  private static JavaClasses project;

  @BeforeAll
  static void readTheProject() {
    project =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.easel");
  }

  @Test
  void packagesAreSmall() {
    assertThat(PACKAGES)
        .filteredOn(each -> each.types().size() > MOST_TYPES_OF_A_PACKAGE)
        .extracting(SourcePackage::name)
        .as("packages of more than %s types", MOST_TYPES_OF_A_PACKAGE)
        .isEmpty();
  }

  @Test
  void namesStandForOneTypeOnly() {
    Map<String, TreeSet<String>> packages = new TreeMap<>();
    for (SourcePackage each : PACKAGES) {
      for (String type : each.types()) {
        packages.computeIfAbsent(type, name -> new TreeSet<>()).add(each.name());
      }
    }
    packages.values().removeIf(found -> found.size() == 1);
    assertThat(packages.keySet()).as("names of several types, in %s", packages).isEmpty();
  }

  /** The other rules count files for types. */
  @Test
  void everyTypeHasAFileOfItsOwn() {
    classes().that().areTopLevelClasses().should(standInAFileOfTheirName()).check(project);
  }

  private static ArchCondition<JavaClass> standInAFileOfTheirName() {
    return new ArchCondition<>("stand in a file of their name") {
      @Override
      public void check(JavaClass item, ConditionEvents events) {
        String file = item.getSource().flatMap(source -> source.getFileName()).orElse("");
        if (!file.equals(item.getSimpleName() + ".java")) {
          events.add(SimpleConditionEvent.violated(item, item.getName() + " stands in " + file));
        }
      }
    };
  }

  @Test
  void packagesFormNoCycles() {
    slices().matching("dev.easel.(**)").should().beFreeOfCycles().check(project);
  }
}
