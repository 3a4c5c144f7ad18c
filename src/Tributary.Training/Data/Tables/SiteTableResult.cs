using Tributary.Models;

namespace Tributary.Training;

/// <summary>A site's rows of a declared table.</summary>
/// <param name="Data">The rows that can be used, in the file's order.</param>
/// <param name="Report">How many rows there were, and why some are not used.</param>
public sealed record SiteTableResult(LabelledData Data, RowReport Report);
