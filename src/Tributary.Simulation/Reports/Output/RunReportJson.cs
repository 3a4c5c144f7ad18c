using System.Text.Json.Serialization;
using Tributary.Core;

namespace Tributary.Simulation;

/// <summary>How a <see cref="RunReport"/> is written as JSON: camel case, indented, names for enums, null for what is not finite.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true,
    Converters = [typeof(FiniteDoubleConverter), typeof(CamelCaseEnumConverter<RunOutcome>), typeof(CamelCaseEnumConverter<DropReason>)])]
[JsonSerializable(typeof(RunReport))]
public sealed partial class RunReportJson : JsonSerializerContext;
