using Tributary.Core;
using Tributary.Models;

namespace Tributary.Simulation;

/// <summary>One simulated data owner.</summary>
/// <param name="Id">Its name in the federation.</param>
/// <param name="Train">What it learns from.</param>
/// <param name="Test">What it holds back to measure with, or null.</param>
public sealed record Site(ClientId Id, Dataset Train, Dataset? Test);
