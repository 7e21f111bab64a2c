package org.posestream.server.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Addresses in numbers, in their one plain form: nothing is looked up, and no abbreviations are understood. */
final class AddressText {

    private static final String BYTE = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile(BYTE + "(\\." + BYTE + "){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:]*:[0-9A-Fa-f:]*(:" + BYTE + "(\\." + BYTE
            + "){3})?");
    /**
     * What the C library takes for a number: one part to four of which the last begins with a digit and holds no other
     * signs than those of octal, decimal and hexadecimal numbers.
     */
    private static final Pattern NUMBER_LIKE = Pattern.compile("(.*\\.)?(0[xX][0-9A-Fa-f]*|[0-9]+)\\.?");

    private AddressText() {
    }

    static boolean isIpv4(String text) {
        return IPV4.matcher(text).matches();
    }

    /** @param text in brackets or without */
    static boolean isIpv6(String text) {
        return parseIpv6(text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text)
                .isPresent();
    }

    /** Whether some resolvers read a number of it, though it is not in the plain form. */
    static boolean isOddNumber(String host) {
        return !isIpv4(host) && NUMBER_LIKE.matcher(host).matches();
    }

    /** The address; none where the text is none in the plain form. */
    static Optional<InetAddress> parse(String text) {
        return isIpv4(text) ? known(text) : parseIpv6(text);
    }

    private static Optional<InetAddress> parseIpv6(String text) {
        return IPV6.matcher(text).matches() ? known("[" + text + "]") : Optional.empty();
    }

    /** Java looks up nothing that has the form of a number, or stands in brackets. */
    private static Optional<InetAddress> known(String literal) {
        try {
            return Optional.of(InetAddress.getByName(literal));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
