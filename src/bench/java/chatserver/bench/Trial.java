package chatserver.bench;

import java.io.IOException;
import java.util.Map;

/** One scenario with one target. */
interface Trial extends AutoCloseable {
  /** Starts what all rounds share. */
  interface Factory {
    Trial create(Target target) throws IOException, InterruptedException;
  }

  /**
   * Measures once.
   *
   * @return figures by name and unit, in the order in which they are shown
   * @throws Fault if the server breaks a promise
   */
  Map<String, Double> round() throws IOException, InterruptedException;

  @Override
  default void close() throws IOException {}
}
