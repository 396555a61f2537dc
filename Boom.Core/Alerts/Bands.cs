namespace Boom.Core.Alerts;

/// <summary>Photometric bands as stored: <c>g r i z y u j h k</c>.</summary>
public static class Bands
{
    /// <summary>Band of a ZTF filter identifier 1, 2, 3; null for any other.</summary>
    public static string? FromZtfFid(int fid) => fid switch
    {
        1 => "g",
        2 => "r",
        3 => "i",
        _ => null,
    };
}
