package chatserver.server;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** All addresses that begin with the same {@code length} bits; the others of address are zero. */
public record Network(InetAddress address, int length) {
  private static final Pattern FORM =
      Pattern.compile(
          "([0-9]{1,3}(?:\\.[0-9]{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*)(?:/([0-9]{1,3}))?");

  private static final InetAddress IPV4_LOOPBACK = parse("127.0.0.1").address;
  private static final InetAddress IPV6_LOOPBACK = parse("::1/128").address;

  /** IPv4 first, then by the address, the larger network first. */
  static final Comparator<Network> ORDER =
      Comparator.<Network>comparingInt(network -> bits(network.address))
          .thenComparing(network -> network.address.getAddress(), Arrays::compareUnsigned)
          .thenComparingInt(Network::length);

  /** The network with a prefix of this length that the address is part of. */
  static Network of(InetAddress ip, int length) {
    byte[] bytes = ip.getAddress();
    for (int bit = length; bit < bytes.length * 8; bit = (bit / 8 + 1) * 8) {
      bytes[bit / 8] &= (byte) ~(0xff >> bit % 8);
    }
    try {
      return new Network(InetAddress.getByAddress(bytes), length);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e); // only for an array of a wrong length
    }
  }

  /** The address alone; of IPv6 its /64, which is what one household or host is given. */
  static Network around(InetAddress ip) {
    return of(ip, ip instanceof Inet6Address ? 64 : bits(ip));
  }

  static int bits(InetAddress ip) {
    return ip.getAddress().length * 8;
  }

  /**
   * Reads {@code 192.0.2.7}, {@code 192.0.2.0/24} or {@code 2001:db8::/32}. No name is looked up.
   *
   * @throws IllegalArgumentException where it is neither an address nor a network
   */
  static Network parse(String text) {
    Matcher parts = FORM.matcher(text);
    try {
      if (parts.matches()) {
        InetAddress ip = InetAddress.getByName(parts.group(1));
        if (parts.group(2) == null) {
          return around(ip);
        }
        int length = Integer.parseInt(parts.group(2));
        if (length <= bits(ip)) {
          return of(ip, length);
        }
      }
    } catch (UnknownHostException e) {
      // as below
    }
    throw new IllegalArgumentException("'" + text + "' is neither an address nor a network");
  }

  /** As {@link #parse}, but an IPv6 address is itself alone. */
  public static Network parseExact(String text) {
    boolean isOneIpv6 = text.indexOf(':') >= 0 && text.indexOf('/') < 0;
    return parse(isOneIpv6 ? text + "/128" : text);
  }

  boolean contains(InetAddress ip) {
    return bits(ip) == bits(address) && of(ip, length).equals(this);
  }

  /** Whether an address of this machine's own is part of it. */
  boolean hasLoopback() {
    return address.isLoopbackAddress()
        || contains(address instanceof Inet6Address ? IPV6_LOOPBACK : IPV4_LOOPBACK);
  }

  @Override
  public String toString() {
    return PeerAddress.format(address) + "/" + length;
  }
}
