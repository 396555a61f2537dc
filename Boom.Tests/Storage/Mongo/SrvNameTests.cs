using System.Net;
using System.Net.Sockets;
using Boom.Storage.Mongo;
using DnsClient;
using MongoDB.Driver;
using Xunit;

namespace Boom.Tests.Storage.Mongo;

public sealed class SrvNameTests
{
    static readonly MongoUrl Url = new("mongodb+srv://u:p@cluster.example.net/night");

    /// <summary>A name service that gives every question the same empty answer.</summary>
    static async Task<(string? Missing, string? Reason)> AskAsync(byte code)
    {
        using var service = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var answering = Task.Run(async () =>
        {
            while (true)
            {
                var question = await service.ReceiveAsync(TestContext.Current.CancellationToken);
                var answer = question.Buffer.ToArray();
                (answer[2], answer[3]) = (0x81, (byte)(0x80 | code));

                // No additional records, whatever the question had.
                (answer[10], answer[11]) = (0, 0);
                var end = Array.IndexOf(answer, (byte)0, 12) + 5;
                await service.SendAsync(answer.AsMemory(0, end), question.RemoteEndPoint, TestContext.Current.CancellationToken);
            }
        });
        try
        {
            return await SrvName.LookUpAsync(Url, new LookupClientOptions((IPEndPoint)service.Client.LocalEndPoint!));
        }
        finally
        {
            service.Dispose();
            await Assert.ThrowsAnyAsync<Exception>(() => answering);
        }
    }

    [Fact]
    public async Task LookUp_NameThatDoesNotExist_IsMissingAndNamedWithoutPort()
    {
        var (missing, _) = await AskAsync(3);
        Assert.Equal("The name service knows no name _mongodb._tcp.cluster.example.net", missing);
    }

    [Fact]
    public async Task LookUp_NameWithoutServers_IsMissing() => Assert.Contains("no SRV records", (await AskAsync(0)).Missing, StringComparison.Ordinal);

    [Fact]
    public async Task LookUp_NameServiceInTrouble_IsAReasonToWait()
    {
        var (missing, reason) = await AskAsync(2);
        Assert.Null(missing);
        Assert.Contains("name service", reason, StringComparison.Ordinal);
    }
}
