using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MongoDB.Bson;

namespace Boom.Tests.Storage.Mongo;

/// <summary>The server's side of a sign-in by SCRAM-SHA-256 (RFC 5802, RFC 7677) with one password.</summary>
sealed class ScramUsers(string password)
{
    const int Iterations = 4096;

    static readonly byte[] Salt = Encoding.ASCII.GetBytes("salt-of-the-tests");

    string _first = "", _challenge = "";

    /// <summary>Answers saslStart or saslContinue; code 18 when the proof is not that of the password.</summary>
    public ScriptedAnswer Answer(BsonDocument command)
    {
        var text = Encoding.UTF8.GetString(command["payload"].AsByteArray);
        if (command.Contains("saslStart"))
        {
            _first = text[3..];
            _challenge = string.Create(CultureInfo.InvariantCulture, $"r={Field(_first, 'r')}server,s={Convert.ToBase64String(Salt)},i={Iterations}");
            return Reply(_challenge, done: false);
        }

        if (text.Length == 0)
            return Reply("", done: true);
        var withoutProof = text[..text.IndexOf(",p=", StringComparison.Ordinal)];
        var said = Encoding.UTF8.GetBytes($"{_first},{_challenge},{withoutProof}");
        var salted = Rfc2898DeriveBytes.Pbkdf2(password, Salt, Iterations, HashAlgorithmName.SHA256, 32);
        var clientKey = HMACSHA256.HashData(salted, "Client Key"u8);
        var signature = HMACSHA256.HashData(SHA256.HashData(clientKey), said);
        var proof = clientKey.Zip(signature, (left, right) => (byte)(left ^ right)).ToArray();
        return Convert.ToBase64String(proof) == text[(withoutProof.Length + 3)..]
            ? Reply("v=" + Convert.ToBase64String(HMACSHA256.HashData(HMACSHA256.HashData(salted, "Server Key"u8), said)), done: false)
            : ScriptedAnswer.Error(18, "Authentication failed.");
    }

    static string Field(string message, char name) => message.Split(',').First(part => part.StartsWith($"{name}=", StringComparison.Ordinal))[2..];

    static ScriptedAnswer Reply(string payload, bool done) => ScriptedMongo.Ok(
        new("conversationId", 1), new("done", done), new("payload", Encoding.UTF8.GetBytes(payload)));
}
