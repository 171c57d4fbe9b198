package dev.easel.framework;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Keeps packages, and groups of classes that all need each other, small enough to be read. */
class StructureTest {
  private static final int MOST_TYPES_OF_A_PACKAGE = 15;
  private static final int MOST_CLASSES_OF_A_GROUP = 10;

  private static JavaClasses framework;

  /** What each class needs of the others; nested classes count as the one around them. */
  private static Map<String, Set<String>> needs;

  @BeforeAll
  static void readTheFramework() {
    framework =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.easel.framework");
    needs = new TreeMap<>();
    for (JavaClass each : framework) {
      if (isOurs(each)) {
        Set<String> needed = needs.computeIfAbsent(outermost(each).getName(), n -> new TreeSet<>());
        each.getDirectDependenciesFromSelf().stream()
            .map(d -> d.getTargetClass().getBaseComponentType())
            .filter(StructureTest::isOurs)
            .forEach(target -> needed.add(outermost(target).getName()));
      }
    }
  }

  private static boolean isOurs(JavaClass each) {
    return each.getPackageName().startsWith("dev.easel.framework")
        && !each.getPackageName().endsWith(".proto")
        && !each.getSimpleName().equals("package-info");
  }

  private static JavaClass outermost(JavaClass each) {
    return each.getEnclosingClass().map(StructureTest::outermost).orElse(each);
  }

  private static String packageOf(String className) {
    return className.substring(0, className.lastIndexOf('.'));
  }

  @Test
  void packagesAreSmall() {
    Map<String, Set<String>> types = new TreeMap<>();
    for (String each : needs.keySet()) {
      types.computeIfAbsent(packageOf(each), p -> new TreeSet<>()).add(each);
    }
    assertThat(types)
        .allSatisfy(
            (name, own) -> assertThat(own).hasSizeLessThanOrEqualTo(MOST_TYPES_OF_A_PACKAGE));
  }

  @Test
  void packagesFormNoCycles() {
    slices().matching("dev.easel.framework.(**)").should().beFreeOfCycles().check(framework);
  }

  @Test
  void noLargeGroupOfClassesNeedsEachOther() {
    List<Set<String>> large =
        new Groups(needs)
            .all().stream().filter(group -> group.size() > MOST_CLASSES_OF_A_GROUP).toList();
    assertThat(large).as("groups in which every class reaches every other").isEmpty();
  }

  /** The strongly connected groups of a graph, found in one walk as Tarjan described it. */
  private static final class Groups {
    private final Map<String, Set<String>> edges;
    private final Map<String, Integer> number = new HashMap<>();
    private final Map<String, Integer> lowest = new HashMap<>();
    private final Deque<String> open = new ArrayDeque<>();
    private final List<Set<String>> found = new ArrayList<>();

    Groups(Map<String, Set<String>> edges) {
      this.edges = edges;
    }

    List<Set<String>> all() {
      for (String each : edges.keySet()) {
        if (!number.containsKey(each)) {
          visit(each);
        }
      }
      return found;
    }

    private void visit(String at) {
      number.put(at, number.size());
      lowest.put(at, number.get(at));
      open.push(at);
      for (String next : edges.getOrDefault(at, Set.of())) {
        if (!number.containsKey(next)) {
          visit(next);
          lowest.merge(at, lowest.get(next), Math::min);
        } else if (open.contains(next)) {
          lowest.merge(at, number.get(next), Math::min);
        }
      }
      if (lowest.get(at).equals(number.get(at))) {
        Set<String> group = new TreeSet<>();
        String member;
        do {
          member = open.pop();
          group.add(member);
        } while (!member.equals(at));
        found.add(group);
      }
    }
  }
}
