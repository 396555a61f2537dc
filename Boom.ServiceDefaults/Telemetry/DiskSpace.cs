namespace Boom.ServiceDefaults.Telemetry;

/// <summary>Room on a disk.</summary>
public static class DiskSpace
{
    /// <summary>Free bytes and size of the disk of a folder; null for a share that is away for the moment.</summary>
    public static (long Free, long Size)? Look(string folder)
    {
        try
        {
            var disk = new DriveInfo(folder);
            return (disk.AvailableFreeSpace, disk.TotalSize);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
