namespace Boom.Messaging.Archives;

/// <summary>Tells files that are to be read from others, by their first bytes.</summary>
static class PacketFiles
{
    /// <summary>Whether a file is one packet; by its name if that says so, else by its first bytes.</summary>
    public static bool HoldsOnePacket(string path) =>
        ContainerFormats.IsPacketName(path) || !TryPeek(path, out var head) || !ContainerFormats.IsContainer(ContainerFormats.Detect(head));

    /// <summary>Whether a file of a folder is to be read; what is not is told or noted.</summary>
    public static bool IsWanted(string path, SourceNotes notes)
    {
        if (ContainerFormats.IsPacketName(path) || !TryPeek(path, out var head))
            return true;
        if (head.Length == 0 && !ContainerFormats.IsArchiveName(path))
        {
            notes.PassOver(path);
            return false;
        }

        var format = ContainerFormats.Detect(head);
        if (head.Length == 0 || format == ContainerFormat.Avro || ContainerFormats.IsContainer(format))
            return true;
        Refuse(path, path, $"The file {path}", format, head, notes);
        return false;
    }

    /// <summary>Says why something is not read; false when it is text for people, which is merely noted.</summary>
    public static bool Refuse(string name, string label, string described, ContainerFormat format, ReadOnlySpan<byte> head, SourceNotes notes)
    {
        var problem = format switch
        {
            _ when ContainerFormats.IsForeign(format) =>
                $"is {ContainerFormats.NameOf(format)}, which is not read here: unpack it, or pack it as tar, zip, gzip, bzip2, xz or zstd.",
            _ when ContainerFormats.IsArchiveName(name) =>
                "is damaged at its beginning, or no archive although its name says so: it begins as none of tar, zip, gzip, bzip2, xz and zstd.",
            _ when !ContainerFormats.IsText(head) => "is neither a packet nor an archive.",
            _ => "",
        };
        if (problem.Length == 0)
            notes.PassOver(label);
        else
            notes.Tell($"{described} {problem}");
        return problem.Length > 0;
    }

    static bool TryPeek(string path, out ReadOnlySpan<byte> head)
    {
        head = default;
        try
        {
            using var stream = File.OpenRead(path);
            head = new PeekedStream(stream).Head;
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Told when it is read.
            return false;
        }
    }
}
