package chatserver.bench;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Times the start of a server, from the call that makes the process until its ready line has been
 * read. Beside it that of {@code java -version}, the least that this JVM can be started for. There
 * are no figures of a server that runs already.
 */
record StartUpTrial(Target target) implements Trial {
  @Override
  public Map<String, Double> round() throws IOException, InterruptedException {
    if (!(target instanceof Target.Packaged jar)) {
      return Map.of();
    }
    long begin = System.nanoTime();
    Process version = jar.startVersion();
    version.getInputStream().read();
    double bare = (System.nanoTime() - begin) / 1e9;
    version.waitFor();
    double ready;
    try (Server server = jar.open(1)) {
      ready = server.secondsToStart();
    }
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("until ready, ms", ready * 1e3);
    figures.put("java -version, ms", bare * 1e3);
    figures.put("multiple of java -version", ready / bare);
    return figures;
  }
}
