namespace Boom.Core.Messages;

/// <summary>Records of light-curve statistics, as enrichment stores them.</summary>
static class StatisticsRecords
{
    static readonly MessageRecord Rate = new("BandRateProperties", "rate float; rate_error float; red_chi2 float; nb_data int; dt float");

    static readonly MessageRecord Band = new(
        "BandProperties", "peak_jd double; peak_mag float; peak_mag_err float; dt float; rising BandRateProperties?; fading BandRateProperties?", Rate);

    /// <summary>Statistics of each band.</summary>
    public static MessageRecord Bands { get; } = new(
        "PerBandProperties", string.Join("; ", "grizyujhk".Select(band => $"{band} BandProperties?")), Band);
}
