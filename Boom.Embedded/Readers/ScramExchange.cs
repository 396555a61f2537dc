using System.Security.Cryptography;
using System.Text;

namespace Boom.Embedded.Readers;

/// <summary>The server's side of one sign-in: two messages of the client, and their answers. A wrong user is told from a wrong password by nothing.</summary>
/// <param name="account">The one user there is.</param>
/// <param name="nonce">The server's part of the nonce: random, printable, without comma.</param>
sealed class ScramExchange(ScramAccount account, string nonce)
{
    const string UserField = "n=";
    const string NonceField = "r=";
    const string ProofField = ",p=";

    string _header = "", _clientFirst = "", _serverFirst = "", _nonce = "";
    bool _isKnown;

    /// <summary>Whether the client has proved that it knows the password.</summary>
    public bool IsSignedIn { get; private set; }

    /// <summary>The answer to a message of the client; null when the sign-in is refused, for good.</summary>
    public byte[]? Answer(ReadOnlySpan<byte> message)
    {
        var text = Encoding.UTF8.GetString(message);
        var answer = IsSignedIn ? null : _serverFirst.Length == 0 ? Begin(text) : End(text);
        return answer is null ? null : Encoding.UTF8.GetBytes(answer);
    }

    // "n,,n=user,r=nonce"; a client that binds to a channel, or speaks for another user, is refused.
    string? Begin(string text)
    {
        var fields = text.Split(',');
        if (fields.Length < 4 || fields[0] is not ("n" or "y") || fields[1].Length > 0 || !fields[2].StartsWith(UserField, StringComparison.Ordinal)
            || !fields[3].StartsWith(NonceField, StringComparison.Ordinal) || fields[3].Length <= NonceField.Length)
            return null;
        _isKnown = fields[2][UserField.Length..] == account.User;
        _header = $"{fields[0]},,";
        _clientFirst = text[_header.Length..];
        _nonce = fields[3][NonceField.Length..] + nonce;
        return _serverFirst = FormattableString.Invariant($"r={_nonce},s={Convert.ToBase64String(account.Salt)},i={ScramAccount.Iterations}");
    }

    // "c=header,r=nonce,p=proof". Before version 2.8 librdkafka puts its part of the nonce in front once more; as the proof is made of the server's first message
    // as well, it is one for this exchange all the same.
    string? End(string text)
    {
        var at = text.LastIndexOf(ProofField, StringComparison.Ordinal);
        var start = $"c={Convert.ToBase64String(Encoding.ASCII.GetBytes(_header))},{NonceField}";
        if (at < 0 || (text[..at] != start + _nonce && text[..at] != start + _nonce[..^nonce.Length] + _nonce))
            return null;
        var proof = new byte[SHA512.HashSizeInBytes];
        if (!Convert.TryFromBase64String(text[(at + ProofField.Length)..], proof, out var length) || length != proof.Length)
            return null;
        var exchange = Encoding.UTF8.GetBytes($"{_clientFirst},{_serverFirst},{text[..at]}");
        var signature = HMACSHA512.HashData(account.StoredKey, exchange);
        for (var i = 0; i < proof.Length; i++)
            proof[i] ^= signature[i];
        if (!CryptographicOperations.FixedTimeEquals(SHA512.HashData(proof), account.StoredKey) || !_isKnown)
            return null;
        IsSignedIn = true;
        return "v=" + Convert.ToBase64String(HMACSHA512.HashData(account.ServerKey, exchange));
    }
}
