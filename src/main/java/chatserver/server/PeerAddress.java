package chatserver.server;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Addresses as people write them: {@code 203.0.113.9:50412}, {@code [2001:db8::1]:50412}. */
final class PeerAddress {
  private static final int GROUPS = 8;

  private PeerAddress() {}

  static String format(InetSocketAddress address) {
    return format(address.getAddress(), address.getPort());
  }

  static String format(InetAddress ip, int port) {
    return ip instanceof Inet6Address ? "[" + format(ip) + "]:" + port : format(ip) + ":" + port;
  }

  /** The address alone; IPv6 in the short form of RFC 5952, without a scope. */
  static String format(InetAddress ip) {
    return ip instanceof Inet6Address ? compress(ip.getAddress()) : ip.getHostAddress();
  }

  /** Writes the longest run of two or more zero groups, the first of equals, as {@code ::}. */
  private static String compress(byte[] bytes) {
    int[] groups = new int[GROUPS];
    for (int i = 0; i < GROUPS; i++) {
      groups[i] = (bytes[2 * i] & 0xff) << 8 | bytes[2 * i + 1] & 0xff;
    }
    int gapStart = -1;
    int gapLength = 1;
    for (int i = 0; i < GROUPS; i++) {
      int zeros = 0;
      while (i + zeros < GROUPS && groups[i + zeros] == 0) {
        zeros++;
      }
      if (zeros > gapLength) {
        gapStart = i;
        gapLength = zeros;
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < GROUPS; i++) {
      if (i == gapStart) {
        text.append("::");
        i += gapLength - 1;
      } else {
        if (text.length() > 0 && text.charAt(text.length() - 1) != ':') {
          text.append(':');
        }
        text.append(Integer.toHexString(groups[i]));
      }
    }
    return text.toString();
  }
}
