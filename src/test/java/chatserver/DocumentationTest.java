package chatserver;

import static chatserver.Documentation.README;
import static chatserver.Documentation.code;
import static chatserver.Documentation.find;
import static chatserver.Documentation.page;
import static chatserver.Documentation.pages;
import static chatserver.Documentation.section;
import static chatserver.Documentation.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chatserver.protocol.Command;
import chatserver.protocol.Notice;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Holds README and manual against the code. */
class DocumentationTest {
  private static final Set<String> REQUESTS = Set.of("help", "version", "completion");

  /** What stands for a value in a line of the server that is made here. */
  private static final String VALUE = "VALUE";

  @Test
  void theReadmeIsReadInFiveMinutes() {
    assertTrue(text(README).lines().count() <= 220);
  }

  // Options.

  @Test
  void everyOptionStandsInTheReadmeWithItsVariableAndDefault() {
    List<String> expected = new ArrayList<>();
    for (OptionSpec option : new CommandLine(new Options()).getCommandSpec().options()) {
      expected.add(row(option));
    }
    List<String> rows = section(README, "## Options");
    for (String row : expected) {
      assertTrue(rows.stream().anyMatch(each -> each.startsWith(row)), row);
    }
    assertEquals(expected.size(), rows.stream().filter(row -> row.startsWith("| `-")).count());
  }

  private static String row(OptionSpec option) {
    String label = option.arity().max() == 0 ? "" : " " + option.paramLabel();
    String names = String.join("`, `", option.names()) + label;
    String name = Settings.nameOf(option);
    if (REQUESTS.contains(name)) {
      return "| `" + names + "` | | | ";
    }
    String variable = "CHAT_SERVER_" + name.replace('-', '_').toUpperCase(Locale.ROOT);
    return "| `" + names + "` | `" + variable + "` | " + defaultOf(option) + " | ";
  }

  private static String defaultOf(OptionSpec option) {
    Object value = option.initialValue();
    return value == null || value.equals(List.of()) ? "none" : "`" + value + "`";
  }

  @Test
  void noOptionIsNamedThatThereIsNot() {
    Set<String> names =
        new CommandLine(new Options())
            .getCommandSpec().options().stream()
                .flatMap(option -> Stream.of(option.names()))
                .collect(Collectors.toSet());
    for (Path page : List.of(README, page("protocol"), page("design"))) {
      for (String code : code(text(page))) {
        String name = code.split("[ =,]")[0];
        assertTrue(!name.startsWith("--") || names.contains(name), page + ": " + code);
      }
    }
  }

  // Lines of the server.

  @Test
  void everyLineOfTheServerStandsInTheProtocol() throws Exception {
    String page = text(page("protocol"));
    List<String> documented = code(page + text(page("operating")));
    List<Pattern> patterns = documented.stream().map(DocumentationTest::pattern).toList();
    for (String line : linesOfTheServer()) {
      String behindName = Notice.prefix(VALUE, VALUE) + line;
      assertTrue(
          patterns.stream()
              .anyMatch(each -> each.matcher(line).matches() || each.matcher(behindName).matches()),
          line);
    }
    assertTrue(page.contains("\n```\n" + String.join("\n", Notice.HELP) + "\n```\n"));
  }

  /** Values in the documentation stand for those made here, and numbers for any number. */
  private static Pattern pattern(String documented) {
    StringBuilder regex = new StringBuilder();
    for (MatchResult part :
        find(Pattern.compile("«[^»]*»|…|\\d+|[^«…\\d]+"), documented).toList()) {
      char first = part.group().charAt(0);
      boolean isValue = first == '«' || first == '…';
      regex.append(
          isValue ? VALUE : Character.isDigit(first) ? "\\d+" : Pattern.quote(part.group()));
    }
    return Pattern.compile(regex.toString());
  }

  private static List<String> linesOfTheServer() throws ReflectiveOperationException {
    List<String> lines = new ArrayList<>();
    for (Field field : Notice.class.getFields()) {
      if (field.getType() == String.class && !field.getName().equals("LINE_END")) {
        String text = (String) field.get(null);
        lines.add(text.endsWith(" ") ? text + VALUE : text);
      }
    }
    for (Method method : Notice.class.getMethods()) {
      boolean isLine = Modifier.isStatic(method.getModifiers());
      if (isLine && method.getReturnType() == String.class && !method.getName().equals("prefix")) {
        lines.add((String) method.invoke(null, argumentsFor(method)));
      }
    }
    return lines;
  }

  private static Object[] argumentsFor(Method method) {
    return Stream.of(method.getParameterTypes())
        .map(type -> type == String.class ? VALUE : number(type))
        .toArray();
  }

  private static Object number(Class<?> type) {
    return type == int.class
        ? (Object) 7
        : type == long.class ? (Object) 7L : Duration.ofSeconds(7);
  }

  @Test
  void everyReasonWhyANameIsRefusedStandsInTheProtocol() {
    String page = String.join("\n", code(text(page("protocol"))));
    List<String> reasons = new ArrayList<>();
    for (String literal : literals("protocol/Name.java")) {
      if (literal.matches(".*[a-z]{2,} .*")) {
        reasons.add(literal);
        assertTrue(page.contains(literal), literal);
      }
    }
    assertTrue(reasons.size() > 9, "where are they now? " + reasons);
  }

  @Test
  void everyCommandOfAnotherChatHasTheHintThatTheProtocolNames() {
    Set<String> words = new TreeSet<>();
    for (String row : section(page("protocol"), "### Hints")) {
      List<String> code = code(row);
      if (row.startsWith("| `/")) {
        String hint = code.get(code.size() - 1);
        for (String typed : code.subList(0, code.size() - 1)) {
          String line = typed.equals("/") ? "/any" : typed.replaceAll("«.*»|…", VALUE);
          assertTrue(Command.parse(line) instanceof Command.Unknown, line);
          assertEquals(hint, ((Command.Unknown) Command.parse(line)).hint(), line);
          words.add(typed.split("[ |]")[0].replace("/", ""));
        }
      }
    }
    for (String literal : literals("protocol/Hints.java")) {
      assertTrue(!literal.matches("/?[a-z]+") || words.contains(literal.replace("/", "")), literal);
    }
  }

  private static List<String> literals(String source) {
    String text = text(Path.of("src/main/java/chatserver", source));
    text = text.replaceAll("(?s)/\\*.*?\\*/", ""); // the comments
    return find(Pattern.compile("\"([^\"\n]+)\""), text).map(match -> match.group(1)).toList();
  }

  // What is named.

  @Test
  void everyLinkLeadsSomewhere() throws Exception {
    for (Path page : pages()) {
      List<MatchResult> links =
          find(Pattern.compile("\\]\\((?!https?:)([^)#]*)(?:#([^)]*))?\\)"), text(page)).toList();
      assertFalse(page.equals(README) && links.isEmpty());
      for (MatchResult link : links) {
        Path target = link.group(1).isEmpty() ? page : page.resolveSibling(link.group(1));
        assertTrue(Files.exists(target), page + ": " + link.group());
        assertTrue(
            link.group(2) == null || anchors(target).contains(link.group(2)),
            page + ": " + link.group());
      }
    }
  }

  private static List<String> anchors(Path page) {
    return text(page)
        .lines()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\p{L}\\d -]", "").replace(' ', '-'))
        .toList();
  }

  @Test
  void everyFileOfTheProjectThatIsNamedIsThere() throws Exception {
    Pattern file = Pattern.compile("(?<![\\w./])(?:src/[\\w./-]*\\w|pom\\.xml|\\.ci/run)");
    for (Path page : pages()) {
      find(file, text(page))
          .map(MatchResult::group)
          .forEach(name -> assertTrue(Files.exists(Path.of(name)), page + ": " + name));
    }
  }

  @Test
  void everyClassThatIsNamedIsThere() throws Exception {
    Set<String> classes;
    try (Stream<Path> sources = Files.walk(Path.of("src"))) {
      classes =
          sources
              .map(source -> source.getFileName().toString())
              .filter(name -> name.endsWith(".java"))
              .map(name -> name.replace(".java", ""))
              .collect(Collectors.toSet());
    }
    for (Path page : List.of(page("design"), page("contributing"))) {
      for (String code : code(text(page))) {
        String name = code.split("\\.")[0];
        boolean isClass = name.matches("([A-Z][a-z]+)+(IT)?");
        assertTrue(!isClass || classes.contains(name), page + ": " + code);
      }
    }
  }
}
