using System.Security.Cryptography;
using System.Text;

namespace Boom.Embedded.Readers;

/// <summary>A user who signs in by SCRAM-SHA-512 (RFC 5802): what the server keeps of the password, which is not the password.</summary>
sealed class ScramAccount
{
    /// <summary>Its name in the protocol.</summary>
    public const string Mechanism = "SCRAM-SHA-512";

    /// <summary>Rounds of the hash; clients ask for 4,096 at least.</summary>
    public const int Iterations = 4096;

    /// <param name="user">User, ASCII without comma and equals sign.</param>
    /// <param name="password">Password, ASCII.</param>
    /// <param name="salt">Random bytes.</param>
    public ScramAccount(string user, string password, byte[] salt)
    {
        (User, Salt) = (user, salt);
        var salted = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), salt, Iterations, HashAlgorithmName.SHA512, SHA512.HashSizeInBytes);
        StoredKey = SHA512.HashData(HMACSHA512.HashData(salted, "Client Key"u8));
        ServerKey = HMACSHA512.HashData(salted, "Server Key"u8);
    }

    public string User { get; }

    public byte[] Salt { get; }

    /// <summary>Hash of the key by which the client proves that it knows the password.</summary>
    public byte[] StoredKey { get; }

    /// <summary>Key by which the server proves that it does.</summary>
    public byte[] ServerKey { get; }
}
