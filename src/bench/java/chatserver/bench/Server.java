package chatserver.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server while it is measured. A figure that cannot be had (the process is unknown, or there is
 * no /proc) is not a number.
 *
 * @param process null if it was not started here
 * @param pid below 0 if it is unknown
 * @param secondsToStart from the call that made the process until its ready line was read
 */
record Server(Process process, InetSocketAddress address, long pid, double secondsToStart)
    implements AutoCloseable {
  private static final Pattern READY = Pattern.compile("listening on (\\S+):(\\d+)");

  /**
   * Starts a process.
   *
   * @throws IOException if it ends before it says that it is ready, or takes too long
   */
  static Server start(List<String> command) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    long begin = System.nanoTime();
    Process process = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy, "server-stopper"));
    CompletableFuture<Matcher> ready = new CompletableFuture<>();
    Thread log = new Thread(() -> readLog(process.errorReader(), ready), "server-log");
    log.setDaemon(true);
    log.start();
    try {
      Matcher line = ready.get(30, TimeUnit.SECONDS);
      double seconds = (System.nanoTime() - begin) / 1e9;
      InetSocketAddress address =
          new InetSocketAddress(line.group(1), Integer.parseInt(line.group(2)));
      return new Server(process, address, process.pid(), seconds);
    } catch (ExecutionException | TimeoutException e) {
      process.destroyForcibly();
      throw new IOException(
          String.join(" ", command) + " does not get ready: " + e.getMessage(), e);
    }
  }

  /** Reads the log to its end: a full pipe would hold up the server. Shows it until it is ready. */
  private static void readLog(BufferedReader log, CompletableFuture<Matcher> ready) {
    try (log) {
      for (String line = log.readLine(); line != null; line = log.readLine()) {
        Matcher matcher = READY.matcher(line);
        if (matcher.find()) {
          ready.complete(matcher);
          log.transferTo(Writer.nullWriter());
          return;
        }
        System.err.println(line);
      }
      ready.completeExceptionally(new IOException("it has ended"));
    } catch (IOException e) {
      ready.completeExceptionally(e);
    }
  }

  double cpuSeconds() {
    return cpuSeconds(pid);
  }

  /** User and system time of a process since it began; on Linux in steps of 10 ms. */
  static double cpuSeconds(long pid) {
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().totalCpuDuration())
        .map(time -> time.toNanos() / 1e9)
        .orElse(Double.NaN);
  }

  /** The number that /proc has in this field of the status, such as VmRSS (in KiB) or Threads. */
  double status(String field) {
    try {
      String all = Files.readString(Path.of("/proc/" + pid + "/status"));
      Matcher matcher = Pattern.compile(field + ":\\s+(\\d+)").matcher(all);
      return matcher.find() ? Double.parseDouble(matcher.group(1)) : Double.NaN;
    } catch (IOException e) {
      return Double.NaN;
    }
  }

  /** Stops what was started here: with SIGTERM, and after ten seconds by force. */
  @Override
  public void close() {
    if (process != null) {
      process.destroy();
      process.onExit().completeOnTimeout(process, 10, TimeUnit.SECONDS).join().destroyForcibly();
    }
  }
}
