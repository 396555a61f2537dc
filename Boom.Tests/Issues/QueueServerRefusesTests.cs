using System.Net;
using System.Net.Sockets;
using Boom.Cli.Diagnosis;
using Boom.Core.Alerts;
using Boom.Core.Queues;
using Boom.Core.Resilience;
using Boom.Embedded;
using Boom.Embedded.Servers;
using Boom.Messaging.Queues;
using Boom.Tests.Support;
using StackExchange.Redis;
using Xunit;

namespace Boom.Tests.Issues;

/// <summary>A queue server that refuses is told as what it is, not as one that is away.</summary>
public sealed class QueueServerRefusesTests
{
    const string Quick = ",asyncTimeout=1000,connectTimeout=1000";

    static readonly QueueMessage[] Messages = [new(new PacketOrigin("t", 0, 0, 0), null, CandidText.Encode(1))];

    static CancellationToken Token => TestContext.Current.CancellationToken;

    static OwnValkey Start(params string[] settings)
    {
        var server = OwnValkey.Start(settings);
        Assert.SkipWhen(server is null, "No Valkey or Redis: install valkey-server or redis-server.");
        return server!;
    }

    /// <summary>
    /// What a program is told in the end: a client that was too slow to connect, on a busy machine, says no more than that there is no connection, until it
    /// tries again up to a minute later. Each attempt has a client of its own.
    /// </summary>
    static async Task<PermanentFaultException> RefusedAsync(string address)
    {
        for (var attempt = 0; ; attempt++)
        {
            await using var connection = await ConnectionMultiplexer.ConnectAsync(address);
            try
            {
                await Queue(connection).PushAsync(Messages, Token);
            }
            catch (TransientFaultException) when (attempt < 10)
            {
                continue;
            }
            catch (PermanentFaultException refused)
            {
                return refused;
            }

            Assert.Fail("The push was served.");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(",password=wrong")]
    public async Task SignIn_IsRefused_ProgramsCommandsAndDoctorSaySo(string password)
    {
        await using var server = Start("--save", "", "--requirepass", "right");
        await using (await server.ConnectAsync(",password=right"))
        {
        }

        var push = await RefusedAsync(server.Address + ",abortConnect=false" + Quick + password);
        var start = await Assert.ThrowsAsync<StackException>(() => QueueServerConnection.ConnectAsync(server.Address + Quick + password, "start it"));
        var doctor = Assert.Single(await ValkeyDiagnosis.RunAsync(server.Address + Quick + password));

        foreach (var message in new[] { push.Message, start.Message, doctor.Detail })
        {
            Assert.Contains("refuses the sign-in: set user=", message, StringComparison.Ordinal);
            Assert.DoesNotContain("wrong", message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Memory_IsFull_IsWaitedForAsThat()
    {
        await using var server = Start("--save", "", "--maxmemory", "1mb");
        await using var connection = await server.ConnectAsync(Quick);

        var fault = await Assert.ThrowsAsync<TransientFaultException>(async () => await Queue(connection).PushAsync(Messages, Token));

        Assert.Contains("is out of memory: raise its maxmemory", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MemoryPolicy_Evicts_StartAndDoctorRefuseIt()
    {
        await using var server = Start("--save", "", "--maxmemory", "100mb", "--maxmemory-policy", "allkeys-lru");
        await using var connection = await server.ConnectAsync();

        var fault = await Assert.ThrowsAsync<PermanentFaultException>(() => QueueServerConnection.ConnectAsync(server.Address, "start it"));
        var findings = await ValkeyDiagnosis.RunAsync(server.Address);

        Assert.Contains("set maxmemory-policy noeviction", fault.Message, StringComparison.Ordinal);
        Assert.Contains(findings, finding => finding is { Status: FindingStatus.Fail, Subject: "valkey settings" } && finding.Detail.Contains("allkeys-lru", StringComparison.Ordinal));
        Assert.Contains(findings, finding => finding is { Status: FindingStatus.Warn, Subject: "valkey persistence" });
    }

    [Fact]
    public async Task Settings_AreRight_DoctorFindsNothing()
    {
        await using var server = Start("--appendonly", "yes");
        await using var connection = await server.ConnectAsync();

        Assert.All(await ValkeyDiagnosis.RunAsync(server.Address), finding => Assert.Equal(FindingStatus.Ok, finding.Status));
    }

    [Fact]
    public async Task Settings_AreForbiddenToTell_AreNotChecked()
    {
        await using var server = Start("--save", "", "--user", "default", "on", "nopass", "~*", "&*", "+@all", "-info", "-config");
        await using var connection = await server.ConnectAsync();

        var findings = await ValkeyDiagnosis.RunAsync(server.Address);

        Assert.Contains(findings, finding => finding.Detail.StartsWith("maxmemory-policy not checked", StringComparison.Ordinal));
        Assert.All(findings, finding => Assert.Equal(FindingStatus.Ok, finding.Status));
        await QueueServerSettings.RequireAsync(connection);
    }

    [Fact]
    public async Task Rights_ForNoticesAreMissing_QueuesWorkWithout()
    {
        await using var server = Start("--save", "", "--user", "default", "on", "nopass", "~*", "resetchannels", "+@all");
        await using var connection = await server.ConnectAsync();
        var queue = Queue(connection);

        await queue.PushAsync(Messages, Token);
        Assert.Single(await queue.ClaimAsync(2, TimeSpan.FromMinutes(1), Token));
        Assert.Empty(await queue.ClaimAsync(2, TimeSpan.FromMinutes(1), Token));
        for (var round = 0; round < 3; round++)
            await queue.WaitForPushAsync(TimeSpan.FromMilliseconds(20), Token);
    }

    [Fact]
    public async Task Notices_TheirConnectionIsCut_AreHeardAgain()
    {
        await using var server = Start("--save", "");
        await using var connection = await server.ConnectAsync();
        var queue = Queue(connection);
        for (var round = 0; round < 10; round++)
        {
            var next = NextAsync(queue);
            await connection.GetDatabase().ExecuteAsync("CLIENT", "KILL", "TYPE", "pubsub");
            await Queue(connection).PushAsync(Messages, Token);
            await next.WaitAsync(TimeSpan.FromSeconds(60), Token);
        }
    }

    [Fact]
    public async Task Key_IsOfAnotherType_SaysSo()
    {
        await using var server = Start("--save", "");
        await using var connection = await server.ConnectAsync();
        await connection.GetDatabase().StringSetAsync("{refused}:ready", "something else");

        var fault = await Assert.ThrowsAsync<PermanentFaultException>(async () => await Queue(connection).PushAsync(Messages, Token));

        Assert.Contains("(queue refused) has a key of this queue that is of another type", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Host_TheNameServiceDoesNotKnowIt_SaysSo()
    {
        var doctor = Assert.Single(await ValkeyDiagnosis.RunAsync("nosuch.invalid:6379" + Quick));

        Assert.Contains("the name service does not know nosuch.invalid:6379", doctor.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_IsAnotherKind_SaysSo()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var answering = AnswerAsWebServerAsync(listener);

        var doctor = Assert.Single(await ValkeyDiagnosis.RunAsync($"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}{Quick}"));

        Assert.Contains("does not speak the protocol of Valkey", doctor.Detail, StringComparison.Ordinal);
        listener.Stop();
        await answering;
    }

    static async Task AnswerAsWebServerAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync(Token);
                await client.GetStream().WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray(), Token);
                await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, Token);
            }
        }
        catch (Exception fault) when (fault is SocketException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // Stopped.
        }
    }

    static async Task NextAsync(ValkeyQueue queue)
    {
        while (true)
        {
            using var claimed = await queue.ClaimAsync(1, TimeSpan.FromMinutes(1), Token);
            await queue.SettleAsync([.. claimed.Select(message => new Settlement(message.Ticket, message.Attempt, SettlementKind.Done))], Token);
            if (claimed.Count > 0)
                return;
            await queue.WaitForPushAsync(TimeSpan.FromHours(1), Token);
        }
    }

    static ValkeyQueue Queue(IConnectionMultiplexer connection) => new(connection, "refused", TimeProvider.System);
}
