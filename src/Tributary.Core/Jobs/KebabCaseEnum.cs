using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tributary.Core;

/// <summary>Enumerations in JSON: lower-case words joined by hyphens, never numbers.</summary>
public sealed class KebabCaseEnum<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
