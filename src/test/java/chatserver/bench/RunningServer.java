package chatserver.bench;

import java.net.InetSocketAddress;

/** A server that somebody else has started, and will stop: any that tells each line to everyone. */
record RunningServer(InetSocketAddress address, ProcStat stat) implements Target {
  @Override
  public String description() {
    return "server at " + address.getHostString() + ":" + address.getPort();
  }

  @Override
  public boolean isOurs() {
    return false;
  }

  @Override
  public void close() {
    // it is not ours to stop
  }
}
