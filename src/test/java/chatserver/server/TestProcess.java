package chatserver.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Another program, whose output is gathered while it runs. Killed at the end, with its children.
 */
public final class TestProcess implements AutoCloseable {
  private final Process process;
  private final Output out;
  private final Output err;

  private TestProcess(Process process) {
    this.process = process;
    this.out = new Output(process.getInputStream());
    this.err = new Output(process.getErrorStream());
  }

  public static TestProcess start(List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("CHAT_SERVER_"));
    return new TestProcess(builder.start());
  }

  /** Whether there is such a program here. */
  public static boolean isInstalled(String program) {
    try (TestProcess shell = start(List.of("sh", "-c", "command -v " + program))) {
      return shell.exitCode() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Writes to its standard input. */
  public void type(String text) throws IOException {
    process.getOutputStream().write(text.getBytes(UTF_8));
    process.getOutputStream().flush();
  }

  /** Ends its standard input. */
  public void endInput() throws IOException {
    process.getOutputStream().close();
  }

  /** Standard output. */
  public Output out() {
    return out;
  }

  /** Standard error. */
  public Output err() {
    return err;
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Asks it to end, as {@code kill} does. */
  public void terminate() {
    process.destroy();
  }

  /** Sends a signal, such as {@code INT}. */
  public void signal(String name) throws IOException {
    try (TestProcess kill = start(List.of("kill", "-" + name, "" + process.pid()))) {
      kill.exitCode();
    }
  }

  /** Waits until it ends by itself, and all its output is there. */
  public int exitCode() {
    try {
      assertTrue(
          process.waitFor(TestClient.DEADLINE.toSeconds(), TimeUnit.SECONDS),
          () -> "still running: " + process.info().commandLine().orElse("?"));
      out.reader.join(TestClient.DEADLINE.toMillis());
      err.reader.join(TestClient.DEADLINE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    exitCode();
  }

  /** What came out of it up to now. */
  public static final class Output {
    private final StringBuilder text = new StringBuilder(); // guarded by itself
    private final Thread reader;

    private Output(InputStream stream) {
      reader = new Thread(() -> gather(stream), "gathers output");
      reader.setDaemon(true);
      reader.start();
    }

    private void gather(InputStream stream) {
      char[] buffer = new char[1024];
      try (Reader in = new InputStreamReader(stream, UTF_8)) {
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          synchronized (text) {
            text.append(buffer, 0, n);
            text.notifyAll();
          }
        }
      } catch (IOException e) {
        // it was killed
      }
    }

    public String text() {
      synchronized (text) {
        return text.toString();
      }
    }

    public List<String> lines() {
      return text().lines().toList();
    }

    /** Waits until this is somewhere in the output. */
    public MatchResult await(String regex) throws InterruptedException {
      Pattern pattern = Pattern.compile(regex, Pattern.MULTILINE);
      long deadline = System.nanoTime() + TestClient.DEADLINE.toNanos();
      synchronized (text) {
        Matcher matcher = pattern.matcher(text.toString());
        while (!matcher.find()) {
          long left = deadline - System.nanoTime();
          assertTrue(left > 0, () -> "no " + regex + " in " + text);
          TimeUnit.NANOSECONDS.timedWait(text, left);
          matcher = pattern.matcher(text.toString());
        }
        return matcher.toMatchResult();
      }
    }
  }
}
