package chatserver.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What the system says of a process. A figure that cannot be had (the process is unknown or gone,
 * or there is no /proc) is not a number.
 *
 * @param pid below 0 where it is unknown
 */
record ProcStat(long pid) {
  static ProcStat self() {
    return new ProcStat(ProcessHandle.current().pid());
  }

  /** User and system time since the process began; on Linux in steps of 10 ms. */
  double cpuSeconds() {
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().totalCpuDuration())
        .map(Duration::toNanos)
        .map(nanos -> nanos / 1e9)
        .orElse(Double.NaN);
  }

  /** Memory in use; what the kernel holds for its sockets is not in it. */
  double residentKib() {
    return status("VmRSS:");
  }

  double peakResidentKib() {
    return status("VmHWM:");
  }

  double threads() {
    return status("Threads:");
  }

  private double status(String field) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
        if (line.startsWith(field)) {
          return Double.parseDouble(line.substring(field.length()).replace("kB", "").trim());
        }
      }
    } catch (IOException e) {
      return Double.NaN;
    }
    return Double.NaN;
  }
}
