using System.Net;
using System.Net.Sockets;
using Boom.Lab.Drill;
using MongoDB.Bson;
using Xunit;

namespace Boom.Tests.Lab.Drill;

/// <summary>What the gate in front of MongoDB lets through.</summary>
public sealed class SignInGateTests
{
    [Fact]
    public void Continue_WrongPassword_IsRefused()
    {
        var scram = new ScramServer("user", "pencil");
        var first = scram.Start(Command("saslStart", "n,,n=user,r=abc"));
        var nonce = Text(first).Split(',')[0];

        var answer = scram.Continue(Command("saslContinue", $"c=biws,{nonce},p={Convert.ToBase64String(new byte[32])}"));

        Assert.Equal(18, answer["code"].AsInt32);
        Assert.False(scram.IsSignedIn);
    }

    [Fact]
    public void Start_AnotherUser_IsRefused() =>
        Assert.Equal(18, new ScramServer("user", "pencil").Start(Command("saslStart", "n,,n=other,r=abc"))["code"].AsInt32);

    [Fact]
    public async Task Command_NotSignedIn_IsRefused()
    {
        var token = TestContext.Current.CancellationToken;
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        await using var gate = new SignInGate(((IPEndPoint)server.LocalEndpoint).Port);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, gate.Port, token);
        var question = new byte[21].Concat(new BsonDocument("find", "ZTF_alerts").ToBson()).ToArray();
        BitConverter.TryWriteBytes(question, question.Length);
        BitConverter.TryWriteBytes(question.AsSpan(12), 2013);

        await client.Client.SendAsync(question, token);
        var answer = await MongoMessage.ReadAsync(client.Client, token);

        Assert.Equal(13, answer!.Document!["code"].AsInt32);
    }

    static BsonDocument Command(string name, string payload) => new()
    {
        [name] = 1, ["mechanism"] = ScramServer.Mechanism, ["payload"] = new BsonBinaryData(System.Text.Encoding.UTF8.GetBytes(payload)),
    };

    static string Text(BsonDocument answer) => System.Text.Encoding.UTF8.GetString(answer["payload"].AsBsonBinaryData.Bytes);
}
