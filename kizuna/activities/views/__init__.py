"""The pages of activities: lists, one activity, series, calendars."""
