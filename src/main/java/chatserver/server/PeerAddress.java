package chatserver.server;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Addresses as people write them: {@code 203.0.113.9:50412}, {@code [2001:db8::1]:50412}. */
final class PeerAddress {
  private static final int GROUPS = 8;

  private PeerAddress() {}

  static String format(InetSocketAddress address) {
    InetAddress ip = address.getAddress();
    String text = ip instanceof Inet6Address ? "[" + format(ip) + "]" : format(ip);
    return text + ":" + address.getPort();
  }

  /** The address alone; IPv6 in the short form of RFC 5952, without a scope. */
  static String format(InetAddress ip) {
    return ip instanceof Inet6Address ? compress(ip.getHostAddress()) : ip.getHostAddress();
  }

  /** Writes the longest run of two or more zero groups, the first of equals, as {@code ::}. */
  private static String compress(String address) {
    String text = ":" + address.replaceFirst("%.*", "") + ":";
    for (int zeros = GROUPS; zeros > 1; zeros--) {
      String run = ":0".repeat(zeros) + ":";
      int at = text.indexOf(run);
      if (at >= 0) {
        text = text.substring(0, at) + "::" + text.substring(at + run.length());
        break;
      }
    }
    return text.replaceAll("^:(?!:)|(?<!:):$", "");
  }
}
