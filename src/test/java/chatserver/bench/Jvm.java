package chatserver.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Java that the server runs on. */
final class Jvm {
  private static final Pattern VERSION = Pattern.compile("version \"([^\"]+)\"");
  private static final Map<Path, String> VERSIONS = new HashMap<>();

  private Jvm() {}

  /** The {@code java} that runs this program. */
  static Path running() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  /** The version of {@code java} as it says itself, such as 17.0.15. */
  static synchronized String version(Path java) throws IOException {
    String known = VERSIONS.get(java);
    if (known == null) {
      known = ask(java);
      VERSIONS.put(java, known);
    }
    return known;
  }

  private static String ask(Path java) throws IOException {
    Process process =
        new ProcessBuilder(java.toString(), "-version").redirectErrorStream(true).start();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      Matcher match = VERSION.matcher(String.join("\n", lines.lines().toList()));
      return match.find() ? match.group(1) : "unknown";
    }
  }
}
