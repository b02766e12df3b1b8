package chatserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * README and the pages of the manual, as tests read them. Run from the directory of the project.
 */
final class Documentation {
  static final Path README = Path.of("README.md");

  private static final Path MANUAL = Path.of("src/site/markdown");
  private static final Pattern CODE = Pattern.compile("(?<!`)`([^`\n]+)`(?!`)");

  private Documentation() {}

  static List<Path> pages() throws IOException {
    try (Stream<Path> manual = Files.list(MANUAL)) {
      return Stream.concat(Stream.of(README), manual.sorted()).toList();
    }
  }

  static Path page(String name) {
    return MANUAL.resolve(name + ".md");
  }

  static String text(Path page) {
    try {
      return Files.readString(page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lines under a heading, up to the next one of any level. */
  static List<String> section(Path page, String heading) {
    List<String> lines = text(page).lines().dropWhile(line -> !line.equals(heading)).toList();
    return lines.stream().skip(1).takeWhile(line -> !line.startsWith("#")).toList();
  }

  /** The pieces in code font, as they are shown. */
  static List<String> code(String text) {
    return find(CODE, text).map(match -> match.group(1).replace("\\|", "|")).toList();
  }

  /** The blocks whose fence has exactly these words behind it. */
  static List<String> blocks(Path page, String words) {
    Pattern fence = Pattern.compile("(?ms)^```" + words + "\n(.*?)^```$");
    return find(fence, text(page)).map(match -> match.group(1)).toList();
  }

  static Stream<MatchResult> find(Pattern pattern, String text) {
    return pattern.matcher(text).results();
  }
}
