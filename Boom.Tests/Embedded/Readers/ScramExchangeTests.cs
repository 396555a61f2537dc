using System.Security.Cryptography;
using System.Text;
using Boom.Embedded.Readers;
using Xunit;

namespace Boom.Tests.Embedded.Readers;

public sealed class ScramExchangeTests
{
    const string First = "n,,n=reader,r=clientnonce";

    readonly ScramAccount _account = new("reader", "pencil", [.. Enumerable.Range(0, 16).Select(i => (byte)i)]);

    [Fact]
    public void Answer_RightPassword_SignsInAndProvesThatTheServerKnowsIt()
    {
        var exchange = new ScramExchange(_account, "servernonce");
        var serverFirst = Answer(exchange, First);

        var serverFinal = Answer(exchange, Proof("pencil", serverFirst!, out var expected));

        Assert.StartsWith("r=clientnonceservernonce,s=", serverFirst, StringComparison.Ordinal);
        Assert.EndsWith(",i=4096", serverFirst, StringComparison.Ordinal);
        Assert.True(exchange.IsSignedIn);
        Assert.Equal(expected, serverFinal);
    }

    // As librdkafka had it before version 2.8, which Debian 12 has.
    [Fact]
    public void Answer_NonceOfTheClientTwice_SignsIn()
    {
        var exchange = new ScramExchange(_account, "servernonce");

        Answer(exchange, Proof("pencil", Answer(exchange, First)!, out _, twice: "clientnonce"));

        Assert.True(exchange.IsSignedIn);
    }

    [Theory]
    [InlineData("n,,n=reader,r=clientnonce", "pencils")]
    [InlineData("n,,n=writer,r=clientnonce", "pencil")]
    public void Answer_WrongUserOrPassword_IsRefusedAtTheEndAlone(string first, string password)
    {
        var exchange = new ScramExchange(_account, "servernonce");
        var serverFirst = Answer(exchange, first);

        Assert.NotNull(serverFirst);
        Assert.Null(Answer(exchange, Proof(password, serverFirst, out _, first)));
        Assert.False(exchange.IsSignedIn);
    }

    [Theory]
    [InlineData("")]
    [InlineData("n,,n=reader")]
    [InlineData("n,,n=reader,r=")]
    [InlineData("p=tls-unique,,n=reader,r=clientnonce")]
    [InlineData("n,a=admin,n=reader,r=clientnonce")]
    [InlineData("n,,m=x,n=reader,r=clientnonce")]
    public void Answer_FirstMessageIsNoneOfItsForm_IsRefused(string first) => Assert.Null(Answer(new ScramExchange(_account, "servernonce"), first));

    // The proof is right, what it is for is not.
    [Theory]
    [InlineData("c=biws", "c=eSws")]
    [InlineData("r=clientnonceservernonce", "r=clientnonce")]
    [InlineData("r=clientnonceservernonce", "r=clientnonceservernonce2")]
    [InlineData(",p=", ",x=1,p=")]
    public void Answer_LastMessageIsOfAnotherExchange_IsRefused(string part, string other)
    {
        var exchange = new ScramExchange(_account, "servernonce");
        var last = Proof("pencil", Answer(exchange, First)!, out _);

        Assert.Null(Answer(exchange, last.Replace(part, other, StringComparison.Ordinal)));
        Assert.False(exchange.IsSignedIn);
    }

    [Fact]
    public void Answer_ProofOfAnotherNonce_IsRefused()
    {
        var last = Proof("pencil", Answer(new ScramExchange(_account, "servernonce"), First)!, out _);
        var exchange = new ScramExchange(_account, "anothernonc");
        Answer(exchange, First);

        Assert.Null(Answer(exchange, last));
        Assert.Null(Answer(exchange, last.Replace("servernonce", "anothernonc", StringComparison.Ordinal)));
    }

    [Fact]
    public void Answer_DamagedMessages_AreRefused()
    {
        var random = new Random(11);
        for (var i = 0; i < 3000; i++)
        {
            var exchange = new ScramExchange(_account, "servernonce");
            var isFirst = random.Next(3) == 0;
            var message = Encoding.UTF8.GetBytes(isFirst ? First : Proof("pencil", Answer(exchange, First)!, out _));
            message = random.Next(3) == 0 ? message[..random.Next(message.Length)] : message;

            // Some bits of the last letters say nothing.
            if (message.Length > 4)
                message[random.Next(message.Length - 4)] ^= (byte)(1 << random.Next(8));
            exchange.Answer(message);
            Assert.False(exchange.IsSignedIn);
        }
    }

    static string? Answer(ScramExchange exchange, string message) => exchange.Answer(Encoding.UTF8.GetBytes(message)) is { } answer ? Encoding.UTF8.GetString(answer) : null;

    // The client's side, from RFC 5802.
    static string Proof(string password, string serverFirst, out string serverFinal, string first = First, string twice = "")
    {
        var fields = serverFirst.Split(',');
        var salted = Rfc2898DeriveBytes.Pbkdf2(
            Encoding.ASCII.GetBytes(password), Convert.FromBase64String(fields[1][2..]), int.Parse(fields[2][2..], System.Globalization.CultureInfo.InvariantCulture), HashAlgorithmName.SHA512, 64);
        var key = HMACSHA512.HashData(salted, "Client Key"u8);
        var last = $"c=biws,r={twice}{fields[0][2..]}";
        var exchange = Encoding.ASCII.GetBytes($"{first[3..]},{serverFirst},{last}");
        var signature = HMACSHA512.HashData(SHA512.HashData(key), exchange);
        serverFinal = "v=" + Convert.ToBase64String(HMACSHA512.HashData(HMACSHA512.HashData(salted, "Server Key"u8), exchange));
        return $"{last},p={Convert.ToBase64String([.. key.Zip(signature, (left, right) => (byte)(left ^ right))])}";
    }
}
