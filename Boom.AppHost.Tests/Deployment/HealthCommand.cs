using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Boom.AppHost.Tests.Deployment;

/// <summary>Runs the health check of a container here, against a program that answers as it is told.</summary>
static class HealthCommand
{
    /// <summary>Runs it.</summary>
    /// <param name="command">Program and arguments; the port of the container stands in the last.</param>
    /// <param name="answer">Status that is answered; null: nobody listens.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] command, int? answer, CancellationToken cancellationToken)
    {
        // A check that asks elsewhere is not waited for.
        using var asked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var answered = Task.CompletedTask;
        if (answer is { } status)
            answered = AnswerAsync(listener, status, asked.Token);
        else
            listener.Stop();

        var start = new ProcessStartInfo(command[0]) { RedirectStandardError = true };
        foreach (var argument in command[1..])
            start.ArgumentList.Add(argument.Replace($"/{DeploymentFiles.Port}\n", $"/{port}\n", StringComparison.Ordinal));
        using var process = Process.Start(start)!;
        await process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        await asked.CancelAsync();
        await answered.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return process.ExitCode;
    }

    static async Task AnswerAsync(TcpListener listener, int status, CancellationToken cancellationToken)
    {
        using var client = await listener.AcceptTcpClientAsync(cancellationToken);
        using var reader = new StreamReader(client.GetStream());
        while (await reader.ReadLineAsync(cancellationToken) is { Length: > 0 })
        {
        }

        await client.GetStream().WriteAsync(
            Encoding.ASCII.GetBytes($"HTTP/1.1 {status} As told\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"), cancellationToken);
    }
}
