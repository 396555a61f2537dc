using System.Diagnostics;
using System.Globalization;

namespace Boom.Lab.Bench.Services;

/// <summary>A server that runs on this machine, found by the port it listens on. Linux only, and only where its owner may look.</summary>
/// <param name="name">Name for people.</param>
internal sealed class ServerProcess(string name, Process process) : IDisposable
{
    const string Listening = "0A";

    public string Name => name;

    public TimeSpan ProcessorTime => Now.TotalProcessorTime;

    public long ResidentBytes => Now.WorkingSet64;

    Process Now
    {
        get
        {
            process.Refresh();
            return process;
        }
    }

    /// <summary>Null when it is not of this machine or cannot be looked at.</summary>
    public static ServerProcess? Find(string name, string host, int port)
    {
        if (!OperatingSystem.IsLinux() || host is not ("localhost" or "127.0.0.1" or "[::1]" or "::1"))
            return null;
        try
        {
            var sockets = File.ReadLines("/proc/net/tcp").Concat(File.ReadLines("/proc/net/tcp6"))
                .Select(line => InodeOf(line, port)).OfType<string>().Select(inode => $"socket:[{inode}]").ToHashSet(StringComparer.Ordinal);
            return sockets.Count > 0 && FindOwner(sockets) is { } id ? new ServerProcess(name, Process.GetProcessById(id)) : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The inode of the socket that a line of <c>/proc/net/tcp</c> tells of, if it listens on this port.</summary>
    internal static string? InodeOf(string line, int port)
    {
        var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > 9 && fields[3] == Listening
            && int.TryParse(fields[1].AsSpan(fields[1].LastIndexOf(':') + 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var found)
            && found == port
                ? fields[9]
                : null;
    }

    public void Dispose() => process.Dispose();

    static int? FindOwner(HashSet<string> sockets)
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && Owns(folder, sockets))
                return id;
        }

        return null;
    }

    static bool Owns(string folder, HashSet<string> sockets)
    {
        try
        {
            return Directory.EnumerateFiles(Path.Combine(folder, "fd")).Any(file => File.ResolveLinkTarget(file, returnFinalTarget: false) is { } target
                && sockets.Contains(Path.GetFileName(target.FullName)));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
