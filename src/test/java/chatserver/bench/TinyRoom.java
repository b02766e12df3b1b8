package chatserver.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** A chat room for the tests of the benchmark: tells every line, login and logout to everyone. */
final class TinyRoom implements AutoCloseable {
  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
  private final List<Socket> members = new ArrayList<>(); // guarded by this
  private final boolean outOfOrder;
  private byte[] heldBack = {}; // guarded by this

  /**
   * @param outOfOrder whether the first member hears the lines in pairs, each the wrong way round
   */
  TinyRoom(boolean outOfOrder) throws IOException {
    this.outOfOrder = outOfOrder;
    new Thread(this::accept, "tiny-room").start();
  }

  int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket member = listener.accept();
        synchronized (this) {
          members.add(member);
          tell(member.getPort() + ":login\n");
        }
        new Thread(() -> hear(member), "tiny-room-member").start();
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void hear(Socket member) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(member.getInputStream(), UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        tell(member.getPort() + ":" + line + "\n");
      }
    } catch (IOException e) {
      // gone, which is the same
    }
    synchronized (this) {
      members.remove(member);
      tell(member.getPort() + ":login out\n");
    }
  }

  private synchronized void tell(String line) {
    byte[] bytes = line.getBytes(UTF_8);
    boolean swapped = outOfOrder && line.contains("~r");
    for (Socket member : members) {
      if (swapped && member == members.get(0)) {
        write(member, heldBack.length == 0 ? heldBack : bytes);
        write(member, heldBack);
      } else {
        write(member, bytes);
      }
    }
    if (swapped) {
      heldBack = heldBack.length == 0 ? bytes : new byte[0];
    }
  }

  private static void write(Socket member, byte[] bytes) {
    try {
      member.getOutputStream().write(bytes);
    } catch (IOException e) {
      // it is leaving
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    synchronized (this) {
      for (Socket member : members) {
        member.close();
      }
    }
  }
}
