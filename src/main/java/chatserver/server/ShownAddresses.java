package chatserver.server;

import chatserver.room.Peer;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Addresses as clients see them: as they are or, where they are hidden, as tokens. A token is the
 * same for all connections from one address (of IPv6, one /64) as long as the server runs. It comes
 * from an HMAC (RFC 2104) with a key that nobody has, so nobody can try addresses until one fits.
 * Thread-safe.
 */
final class ShownAddresses {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int TOKEN_LENGTH = 8;
  private static final int KEY_BYTES = 32;

  private final SecretKeySpec key; // null where they are shown as they are

  ShownAddresses(boolean hidden) {
    key = hidden ? newKey() : null;
  }

  private static SecretKeySpec newKey() {
    byte[] bytes = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(bytes);
    return new SecretKeySpec(bytes, ALGORITHM);
  }

  String format(InetAddress ip) {
    return key == null ? PeerAddress.format(ip) : token(Network.around(ip).address());
  }

  Peer peer(Endpoints endpoints) {
    InetSocketAddress client = endpoints.client();
    String real = PeerAddress.format(client);
    String shown = key == null ? real : format(client.getAddress()) + ":" + client.getPort();
    return new Peer(shown, real, PeerAddress.format(endpoints.server()));
  }

  private String token(InetAddress network) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      byte[] code = mac.doFinal(network.getAddress());
      String digits = new BigInteger(1, code).toString(Character.MAX_RADIX);
      return digits.substring(digits.length() - TOKEN_LENGTH); // each as likely as any other
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
