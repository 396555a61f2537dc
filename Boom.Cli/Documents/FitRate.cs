namespace Boom.Cli.Documents;

/// <summary>Slope of a light curve: magnitudes per day, negative when it brightens.</summary>
internal readonly record struct FitRate(double Rate, double Error);
