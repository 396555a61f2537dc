using System.Diagnostics;
using System.Reflection;
using System.Text.Json;

namespace Boom.AppHost;

/// <summary>Whether a container engine runs on this machine: the orchestrator is asked, as it is what would use it.</summary>
static class ContainerEngine
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Asks. An orchestrator that cannot be asked counts as none.</summary>
    public static async Task<bool> RunsAsync()
    {
        var path = typeof(ContainerEngine).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(known => string.Equals(known.Key, "dcpclipath", StringComparison.OrdinalIgnoreCase))?.Value;
        if (path is null)
            return false;
        try
        {
            using var orchestrator = Process.Start(new ProcessStartInfo(path, "info") { RedirectStandardOutput = true, RedirectStandardError = true })!;
            orchestrator.ErrorDataReceived += static (_, _) => { };
            orchestrator.BeginErrorReadLine();
            using var limit = new CancellationTokenSource(Patience);
            using var stop = limit.Token.Register(orchestrator.Kill);
            using var info = await JsonDocument.ParseAsync(orchestrator.StandardOutput.BaseStream);
            return info.RootElement.GetProperty("containers").GetProperty("running").GetBoolean();
        }
        catch (Exception fault) when (fault is InvalidOperationException or System.ComponentModel.Win32Exception or JsonException or KeyNotFoundException)
        {
            return false;
        }
    }
}
