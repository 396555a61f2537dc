using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Boom.Messaging.Archives;

/// <summary>What a path leads to; <see cref="Other"/> is a pipe, a socket, a device: nothing that can be read from its beginning again.</summary>
enum FileKind
{
    File,
    Folder,
    Other,
}

/// <summary>What tells one file or folder from every other, whatever names and links lead to it.</summary>
/// <param name="Key">Device and inode on Linux, elsewhere the path without links.</param>
readonly record struct FileIdentity(string Key, FileKind Kind)
{
    const int CurrentFolder = -100;
    const uint BasicFields = 0x7ff;
    const int BufferBytes = 256;
    const int ModeAt = 28, InodeAt = 32, DeviceMajorAt = 136, DeviceMinorAt = 140;
    const int TypeMask = 0xf000, RegularType = 0x8000, FolderType = 0x4000;

    /// <summary>The identity of what a path leads to, links followed; null when it leads nowhere.</summary>
    public static FileIdentity? Of(string path)
    {
        if (OperatingSystem.IsLinux() && TryStat(path, out var found))
            return found;
        if (Directory.Exists(path))
            return new FileIdentity(RealPath(path), FileKind.Folder);
        return File.Exists(path) ? new FileIdentity(RealPath(path), FileKind.File) : null;
    }

    // The layout of statx is the same on all machines; a C library that lacks it leaves the question to the path.
    static bool TryStat(string path, out FileIdentity? found)
    {
        found = null;
        var buffer = new byte[BufferBytes];
        try
        {
            if (StatX(CurrentFolder, path, 0, BasicFields, buffer) != 0)
                return true;
        }
        catch (Exception fault) when (fault is EntryPointNotFoundException or DllNotFoundException)
        {
            return false;
        }

        var kind = (BinaryPrimitives.ReadUInt16LittleEndian(buffer.AsSpan(ModeAt)) & TypeMask) switch
        {
            RegularType => FileKind.File,
            FolderType => FileKind.Folder,
            _ => FileKind.Other,
        };
        var (major, minor) = (BitConverter.ToUInt32(buffer, DeviceMajorAt), BitConverter.ToUInt32(buffer, DeviceMinorAt));
        found = new FileIdentity(string.Create(CultureInfo.InvariantCulture, $"{major}:{minor}:{BitConverter.ToUInt64(buffer, InodeAt)}"), kind);
        return true;
    }

    static string RealPath(string path)
    {
        var real = Path.GetPathRoot(path) ?? "";
        foreach (var part in path[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            real = Path.Combine(real, part);
            if (new FileInfo(real).ResolveLinkTarget(returnFinalTarget: true) is { } target)
                real = RealPath(target.FullName);
        }

        return real;
    }

    [DllImport("libc", EntryPoint = "statx")]
    static extern int StatX(int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, [Out] byte[] buffer);
}
