package chatserver.bench;

import java.net.InetSocketAddress;

/** The server that is measured. */
interface Target extends AutoCloseable {
  InetSocketAddress address();

  ProcStat stat();

  /** What it is, for the report: its JDK and its kind of threads as far as they are known. */
  String description();

  /** Whether it is a server of this project, so that whatever breaks its promises is a fault. */
  boolean isOurs();

  @Override
  void close();
}
