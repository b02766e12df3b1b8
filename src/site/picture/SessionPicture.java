import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Records a session of two people with the packaged jar, one with telnet and one with nc, and
 * writes both screens as a picture. From the directory of the project, behind {@code mvn package}:
 *
 * <pre>
 *   java src/site/picture/SessionPicture.java
 * </pre>
 *
 * <p>It needs {@code script}, {@code telnet} and {@code nc}, and port 8000 to be free.
 */
final class SessionPicture {
  private static final Path PICTURE = Path.of("src/site/resources/session.svg");
  private static final String PORT = "8000";
  private static final long DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(20);

  private static final int COLUMNS = 63;
  private static final double COLUMN_WIDTH = 7.25;
  private static final int LINE_HEIGHT = 17;
  private static final int PADDING = 14;
  private static final int TITLE_HEIGHT = 30;

  private static final String STYLE =
      """
      <style>
        .paper { fill: #ffffff; stroke: #d0d7de; }
        .title { fill: #57606a; font: 12px sans-serif; }
        .line { fill: #1f2328; }
        .typed { fill: #0550ae; font-weight: bold; }
        .line, .typed { font-family: ui-monospace, Menlo, "DejaVu Sans Mono", monospace;
          font-size: 12px; white-space: pre; }
        @media (prefers-color-scheme: dark) {
          .paper { fill: #0d1117; stroke: #30363d; }
          .title { fill: #8b949e; }
          .line { fill: #e6edf3; }
          .typed { fill: #79c0ff; }
        }
      </style>
      """;

  private SessionPicture() {}

  public static void main(String[] args) throws Exception {
    Process server =
        new ProcessBuilder("java", "-jar", "target/chat-server.jar", "--port", PORT).start();
    try (Screen log = new Screen("log", server);
        Screen ann = Screen.open("Ann, with telnet");
        Screen bob = Screen.open("Bob, with nc")) {
      log.await("listening on");
      talk(ann, bob);
      Files.writeString(PICTURE, picture(List.of(ann, bob)));
    }
  }

  private static void talk(Screen ann, Screen bob) throws Exception {
    ann.type("telnet localhost " + PORT, "I am here");
    ann.type("rename|ann", "rename ok");
    bob.type("nc localhost " + PORT, "I am here");
    bob.type("rename|Ann", "is taken");
    bob.type("rename|bob", "rename ok");
    ann.await("renamed to bob");
    bob.type("hello, who is there?", "]bob:hello");
    ann.await("]bob:hello");
    ann.type("me, with telnet", "]ann:me");
    bob.await("]ann:me");
    ann.type("to|bob|this only you can see", "->bob:this");
    bob.await("->bob:this");
    ann.type("who", ":bob\r\n");
    bob.type("exit", "");
    ann.await("login out");
    ann.type("exit", "closed by foreign host");
  }

  /** A terminal with a shell in it, and all bytes that it has shown. */
  private static final class Screen implements AutoCloseable {
    private final String title;
    private final Process process;
    private final StringBuilder shown = new StringBuilder(); // guarded by this
    private int seen; // up to where it was looked at
    private final Set<Integer> typed = new HashSet<>(); // numbers of lines

    Screen(String title, Process process) {
      this.title = title;
      this.process = process;
      boolean isLog = title.equals("log");
      Thread reader = new Thread(() -> gather(isLog), "gathers " + title);
      reader.setDaemon(true);
      reader.start();
    }

    static Screen open(String title) throws Exception {
      List<String> command = List.of("script", "-qfE", "always", "-c", "sh -i", "/dev/null");
      Screen screen = new Screen(title, new ProcessBuilder(command).start());
      screen.await(" "); // the prompt, which root has another one of
      screen.type("PS1='$ '", "\n$ ");
      synchronized (screen) {
        screen.shown.delete(0, screen.seen - "$ ".length());
        screen.seen = 0;
        screen.typed.clear();
      }
      return screen;
    }

    private void gather(boolean isLog) {
      char[] buffer = new char[1024];
      var stream = isLog ? process.getErrorStream() : process.getInputStream();
      try (Reader in = new InputStreamReader(stream, UTF_8)) {
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          synchronized (this) {
            shown.append(buffer, 0, n);
            notifyAll();
          }
        }
      } catch (IOException e) {
        // its process has ended
      }
    }

    /** Types a line, and waits for the answer behind its echo. */
    void type(String line, String answer) throws Exception {
      synchronized (this) {
        typed.add((int) shown.chars().filter(c -> c == '\n').count());
      }
      process.getOutputStream().write((line + "\n").getBytes(UTF_8));
      process.getOutputStream().flush();
      await(line);
      await(answer);
    }

    synchronized void await(String text) throws InterruptedException {
      long deadline = System.nanoTime() + DEADLINE_NANOS;
      while (shown.indexOf(text, seen) < 0) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          throw new IllegalStateException(title + ": no '" + text + "' in " + shown);
        }
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
      seen = shown.indexOf(text, seen) + text.length();
    }

    synchronized List<String> lines() {
      return List.of(shown.toString().replace("\r", "").replaceFirst("\\n\\$ $", "").split("\n"));
    }

    @Override
    public void close() {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
    }
  }

  private static String picture(List<Screen> screens) {
    int rows = screens.stream().mapToInt(screen -> screen.lines().size()).max().orElseThrow();
    double width = COLUMNS * COLUMN_WIDTH + 2 * PADDING;
    int height = TITLE_HEIGHT + rows * LINE_HEIGHT + PADDING;
    List<String> parts = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < screens.size(); i++) {
      parts.add(terminal(screens.get(i), i * (width + PADDING) + 0.5, width, height));
      text.append(screens.get(i).title).append(":\n");
      screens.get(i).lines().forEach(line -> text.append(line).append('\n'));
    }
    double total = screens.size() * (width + PADDING) - PADDING + 1;
    return """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %s %d" role="img" aria-labelledby="title desc">
        <title id="title">Two people in the chat: the screens of Ann and Bob</title>
        <desc id="desc">%s</desc>
        """
            .formatted(total, height + 1, escape(text.toString()))
        + STYLE
        + String.join("", parts)
        + "</svg>\n";
  }

  private static String terminal(Screen screen, double x, double width, int height) {
    StringBuilder svg = new StringBuilder();
    svg.append("<g transform=\"translate(%s 0.5)\">\n".formatted(x));
    svg.append(
        "<rect class=\"paper\" width=\"%s\" height=\"%d\" rx=\"8\"/>\n".formatted(width, height));
    svg.append(text("title", 20, screen.title));
    List<String> lines = screen.lines();
    for (int i = 0; i < lines.size(); i++) {
      int y = TITLE_HEIGHT + (i + 1) * LINE_HEIGHT - 4;
      svg.append(text(screen.typed.contains(i) ? "typed" : "line", y, lines.get(i)));
    }
    return svg.append("</g>\n").toString();
  }

  private static String text(String style, int y, String text) {
    return "<text class=\"%s\" x=\"%d\" y=\"%d\" xml:space=\"preserve\">%s</text>\n"
        .formatted(style, PADDING, y, escape(text));
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
