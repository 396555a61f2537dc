using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Boom.Tests.Support;

namespace Boom.Tests.Storage.Mongo;

/// <summary>A server of MongoDB's protocol in a process of its own, on the loopback address.</summary>
sealed class MongoProcess : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    readonly Process _process;

    MongoProcess(Process process, int port) => (_process, Port) = (process, port);

    public int Port { get; }

    public string ConnectionString => FormattableString.Invariant($"mongodb://127.0.0.1:{Port}");

    /// <summary>Why none can be started; null when one can.</summary>
    public static string? Obstacle
        => TestServices.Script("mongo") is null ? "there is no folder services beside the folder of real packets (BOOM_TEST_DATA)"
            : TestServices.Has("java") ? null
            : "the servers there need Java, which is not installed";

    /// <summary>Starts one and waits until it accepts connections.</summary>
    /// <param name="port">Port.</param>
    /// <param name="file">File that keeps the data over a restart; null for memory.</param>
    public static async Task<MongoProcess> StartAsync(int port, string? file = null)
    {
        var start = new ProcessStartInfo("bash") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["MONGO_HEAP"] = "1g";
        start.ArgumentList.Add(TestServices.Script("mongo")!);
        start.ArgumentList.Add(port.ToString(CultureInfo.InvariantCulture));
        if (file is not null)
            start.ArgumentList.Add(file);
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var server = new MongoProcess(process, port);
        await server.WaitAsync();
        return server;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    async Task WaitAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, Port, patience.Token);
                return;
            }
            catch (SocketException)
            {
                if (_process.HasExited)
                    throw new InvalidOperationException("The server has ended at its start.");
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, patience.Token);
            }
        }
    }
}
