using System.Security.Cryptography;
using System.Text;
using MongoDB.Bson;

namespace Boom.Lab.Drill;

/// <summary>The server's side of one sign-in with SCRAM-SHA-256 (RFC 5802, RFC 7677), as MongoDB wraps it.</summary>
/// <param name="user">The one user there is.</param>
/// <param name="password">Its password, of plain letters.</param>
internal sealed class ScramServer(string user, string password)
{
    public const string Mechanism = "SCRAM-SHA-256";

    const int Iterations = 4096;
    const int AuthenticationFailed = 18;

    static readonly byte[] Salt = "boom drill's salt"u8.ToArray();

    string _clientFirst = "";
    string _serverFirst = "";
    string _nonce = "";
    bool _skipsEmptyExchange;

    /// <summary>Whether the client has shown that it knows the password.</summary>
    public bool IsSignedIn { get; private set; }

    /// <summary>Answers <c>saslStart</c>.</summary>
    public BsonDocument Start(BsonDocument command)
    {
        var message = Text(command);
        var fields = message.Split(',');
        if (command.GetValue("mechanism", "").ToString() != Mechanism || fields.Length < 4 || fields[2] != "n=" + user || !fields[3].StartsWith("r=", StringComparison.Ordinal))
            return Refuse();
        _skipsEmptyExchange = command.TryGetValue("options", out var options) && options.AsBsonDocument.GetValue("skipEmptyExchange", false).ToBoolean();
        _clientFirst = message[(fields[0].Length + fields[1].Length + 2)..];
        _nonce = fields[3][2..] + "drill";
        _serverFirst = FormattableString.Invariant($"r={_nonce},s={Convert.ToBase64String(Salt)},i={Iterations}");
        return Answer(_serverFirst, isDone: false);
    }

    /// <summary>Answers <c>saslContinue</c>.</summary>
    public BsonDocument Continue(BsonDocument command)
    {
        if (IsSignedIn)
            return Answer("", isDone: true);
        var message = Text(command);
        var at = message.LastIndexOf(",p=", StringComparison.Ordinal);
        if (_nonce.Length == 0 || at < 0 || !message[..at].EndsWith(",r=" + _nonce, StringComparison.Ordinal))
            return Refuse();
        var salted = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), Salt, Iterations, HashAlgorithmName.SHA256, SHA256.HashSizeInBytes);
        var exchange = Encoding.UTF8.GetBytes($"{_clientFirst},{_serverFirst},{message[..at]}");
        var stored = SHA256.HashData(HMACSHA256.HashData(salted, "Client Key"u8));
        var proof = Convert.FromBase64String(message[(at + 3)..]);
        var signature = HMACSHA256.HashData(stored, exchange);
        if (proof.Length != signature.Length)
            return Refuse();
        for (var i = 0; i < proof.Length; i++)
            proof[i] ^= signature[i];
        if (!CryptographicOperations.FixedTimeEquals(SHA256.HashData(proof), stored))
            return Refuse();
        IsSignedIn = true;
        var server = HMACSHA256.HashData(HMACSHA256.HashData(salted, "Server Key"u8), exchange);
        return Answer("v=" + Convert.ToBase64String(server), _skipsEmptyExchange);
    }

    /// <summary>The answer to a command that needs a sign-in before it.</summary>
    public static BsonDocument Require(string command) => Error(13, "Unauthorized", $"command {command} requires authentication");

    static BsonDocument Refuse() => Error(AuthenticationFailed, "AuthenticationFailed", "Authentication failed.");

    static BsonDocument Error(int code, string name, string message) => new() { ["ok"] = 0.0, ["errmsg"] = message, ["code"] = code, ["codeName"] = name };

    static BsonDocument Answer(string payload, bool isDone) =>
        new() { ["conversationId"] = 1, ["done"] = isDone, ["payload"] = new BsonBinaryData(Encoding.UTF8.GetBytes(payload)), ["ok"] = 1.0 };

    static string Text(BsonDocument command) =>
        command.TryGetValue("payload", out var payload) && payload is BsonBinaryData data ? Encoding.UTF8.GetString(data.Bytes) : "";
}
